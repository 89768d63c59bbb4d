"""What audit streams are received by where a receiver is a library: `webhook`, Standard Webhooks' own; `s3`, AWS's own client."""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def webhook(port, secret_file, kept_file):
    from standardwebhooks import Webhook

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            with open(secret_file) as file:
                secret = file.read().strip()
            try:
                Webhook(secret).verify(body.decode(), dict(self.headers.items()))
            except Exception as error:
                self.log_message("refused: %r", error)
                self.send_response(401)
                self.end_headers()
                return
            with open(kept_file, "ab") as file:
                file.write(body + b"\n")
                file.flush()
                os.fsync(file.fileno())
            self.send_response(204)
            self.end_headers()

    ThreadingHTTPServer(("127.0.0.1", int(port)), Receiver).serve_forever()


def s3(what, bucket):
    import boto3

    client = boto3.client(
        "s3",
        endpoint_url=os.environ["S3_ENDPOINT"],
        region_name="eu-central-1",
        aws_access_key_id=os.environ["S3_KEY"],
        aws_secret_access_key=os.environ["S3_SECRET"],
    )
    if what == "create":
        client.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        return
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    keys = [each["Key"] for page in pages for each in page.get("Contents", [])]
    read = lambda key: client.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    json.dump([{"key": key, "body": read(key)} for key in keys], sys.stdout)


{"webhook": webhook, "s3": s3}[sys.argv[1]](*sys.argv[2:])
