"""Sends one trace and its logs through the OpenTelemetry Python SDK and prints what it sent as one line of JSON.

Usage: python-sdk.py grpc|http <endpoint> <token> <service name>
"""

import json
import logging
import sys

from opentelemetry import trace
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, SpanKind, Status, StatusCode

protocol, endpoint, token, service = sys.argv[1:5]
headers = {"authorization": f"Bearer {token}"}

if protocol == "grpc":
    import grpc
    from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    options = {"endpoint": endpoint, "insecure": True, "headers": headers, "compression": grpc.Compression.Gzip}
    spans, logs = OTLPSpanExporter(**options), OTLPLogExporter(**options)
else:
    from opentelemetry.exporter.otlp.proto.http import Compression
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    options = {"headers": headers, "compression": Compression.Gzip}
    spans = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", **options)
    logs = OTLPLogExporter(endpoint=f"{endpoint}/v1/logs", **options)

resource = Resource.create({"service.name": service, "deployment.environment.name": "interop"})
tracer_provider = TracerProvider(resource=resource)
tracer_provider.add_span_processor(BatchSpanProcessor(spans))
logger_provider = LoggerProvider(resource=resource)
logger_provider.add_log_record_processor(BatchLogRecordProcessor(logs))

tracer = tracer_provider.get_tracer("interop", "1.0")
logger = logging.getLogger("interop")
logger.setLevel(logging.INFO)
logger.addHandler(LoggingHandler(logger_provider=logger_provider))

ATTRIBUTES = {
    "text": "grüße, \u4e16\u754c",
    "integer": 9007199254740993,
    "negative": -1,
    "double": 0.5,
    "flag": True,
    "list": ["a", "b"],
    "numbers": [1, 2, 3],
}
sent = []


def note(span):
    sent.append({"id": format(span.get_span_context().span_id, "016x"), "name": span.name})


with tracer.start_as_current_span("nightly import", attributes=ATTRIBUTES) as root:
    note(root)
    for number in range(3):
        with tracer.start_as_current_span(f"load part {number}", links=[Link(root.get_span_context(), {"n": number})]) as step:
            note(step)
            step.add_event("part loaded", {"rows": number * 1000})
            logger.info("part %d loaded", number)
    with tracer.start_as_current_span("call partner", kind=SpanKind.CLIENT, record_exception=False) as call:
        note(call)
        try:
            raise RuntimeError("partner is away")
        except RuntimeError as error:
            call.record_exception(error)
            call.set_status(Status(StatusCode.ERROR, "partner is away"))
            logger.exception("import failed")

tracer_provider.shutdown()
logger_provider.shutdown()
print(json.dumps({
    "traceId": format(root.get_span_context().trace_id, "032x"),
    "spans": sent,
    "attributes": {**ATTRIBUTES, "integer": str(ATTRIBUTES["integer"])},
    "logs": 4,
}))
