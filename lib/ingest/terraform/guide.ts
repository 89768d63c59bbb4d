import { contextShell } from '@/lib/ingest/events/handed-context'
import type { Guide } from '@/lib/ingest/events/tool'

const TRIGGERS = ['created', 'planning', 'needs_attention', 'applying', 'completed', 'errored']

const NOTIFICATION = `curl --fail-with-body -X POST \\
  "https://app.terraform.io/api/v2/workspaces/WORKSPACE_ID/notification-configurations" \\
  -H "authorization: Bearer $TFE_TOKEN" -H "content-type: application/vnd.api+json" \\
  -d '{"data":{"type":"notification-configurations","attributes":{
        "destination-type":"generic","enabled":true,"name":"Runledger",
        "url":"{{hook}}","token":"{{secret}}",
        "triggers":[${TRIGGERS.map((trigger) => `"run:${trigger}"`).join(',')},"assessment:drifted","assessment:failed"]}}}'`

const RESOURCE = `resource "tfe_notification_configuration" "runledger" {
  name             = "Runledger"
  workspace_id     = tfe_workspace.this.id
  destination_type = "generic"
  enabled          = true
  url              = "{{hook}}"
  token            = var.runledger_secret
  triggers = [
${TRIGGERS.map((trigger) => `    "run:${trigger}",`).join('\n')}
    "assessment:drifted",
    "assessment:failed",
  ]
}`

const UPLOAD = `terraform plan -out=tfplan
terraform apply tfplan && status=applied || status=errored
terraform show -json tfplan | jq --arg status "$status" \\
    --arg run "$GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT" --arg commit "$GITHUB_SHA" \\
    --arg by "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID/attempts/$GITHUB_RUN_ATTEMPT" \\
    '{organization: "ORGANIZATION", workspace: "WORKSPACE", run_id: $run, status: $status,
      commit: $commit, started_by: $by, plan: .}' |
  curl --fail-with-body -X POST "{{endpoint}}/api/v1/uploads/terraform-plan" \\
    -H "authorization: Bearer {{token}}" -H "content-type: application/json" --data-binary @-`

const START = `curl --fail-with-body -X POST "https://app.terraform.io/api/v2/runs" \\
  -H "authorization: Bearer $TFE_TOKEN" -H "content-type: application/vnd.api+json" \\
  -d '{"data":{"type":"runs","attributes":{"message":"Started by '"$TRACEPARENT"'"},
       "relationships":{"workspace":{"data":{"type":"workspaces","id":"WORKSPACE_ID"}}}}}'`

const HAND_ON = `data "external" "context" {
  program = ["sh", "-c", <<-EOT
    ${contextShell('terraform/$TFC_RUN_ID', `\${TFC_WORKSPACE_SLUG%%/*}`, '$TFC_WORKSPACE_NAME')
      .replaceAll('${', () => '$${')
      .replaceAll('\n', '\n    ')}
    printf '{"traceparent":"%s","openlineage_parent_id":"%s"}' "$TRACEPARENT" "$OPENLINEAGE_PARENT_ID"
  EOT
  ]
}`

/** How a workspace, or a pipeline that runs the command line, is connected. */
export const terraformGuide: Guide = {
  ways: [
    {
      id: 'notifications',
      title: 'Notifications of HCP Terraform or Terraform Enterprise (live)',
      about:
        'Every run as it is made, planned, waits for somebody, is applied and ends, with who started and who approved it, and each assessment of drift. Speculative plans and workspaces of local execution send nothing, and commit and logs are not in notifications.',
      steps: [
        {
          text: 'With a token of a workspace’s administrator, create the notification. WORKSPACE_ID begins with ws-; on Terraform Enterprise write your own host in place of app.terraform.io.',
          code: { label: 'Shell', language: 'shell', code: NOTIFICATION },
        },
        {
          text: 'Or, where workspaces are made by Terraform, with the provider hashicorp/tfe; the secret belongs into a sensitive variable.',
          code: { label: 'Terraform', language: 'hcl', code: RESOURCE },
        },
        {
          text: 'Or in the browser: workspace, Settings, Notifications, Create a notification, Webhook. The first line is the webhook URL, the second the token; choose all events.',
          code: { label: 'Webhook URL and token', language: 'text', code: '{{hook}}\n{{secret}}' },
        },
        {
          text: 'HCP Terraform sends a verification at once and enables the notification only if it is answered, which it is. Run tasks are read at the same address, for the commit of a run, but HCP Terraform waits for an answer to them that Runledger does not give: forward a copy from a run task that you have, and do not point one here.',
        },
      ],
    },
    {
      id: 'plan',
      title: 'Upload plans of the command line',
      about:
        'For Terraform that a pipeline runs: what a plan creates, changes, replaces and deletes and what has drifted, as labels, and each changed resource once it is applied. The values in a plan are dropped before anything is stored.',
      steps: [
        {
          text: 'Send the plan with what it does not say of itself. This is for GitHub Actions: elsewhere write its own id, commit and address of a run. Needs jq.',
          code: { label: 'Shell', language: 'shell', code: UPLOAD },
        },
      ],
    },
    {
      id: 'links',
      title: 'Links to what started it and what it starts',
      about:
        'The message of a run is shown in its notifications, so that is where what starts it names itself.',
      steps: [
        {
          text: 'Start a run with your traceparent, or the address of your own run, in its message.',
          code: { label: 'Shell', language: 'shell', code: START },
        },
        {
          text: 'For what a run starts, make its context known to the configuration, and pass on data.external.context.result. A shell in a provisioner can do the same by itself.',
          code: { label: 'Terraform', language: 'hcl', code: HAND_ON },
        },
      ],
    },
  ],
}
