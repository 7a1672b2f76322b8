"""The small Amazon of cloud.py over HTTP, as /usr/bin/aws --endpoint-url speaks to it."""
import http.server
import json
import threading
import urllib.parse

from cloud import Cloud, RawAnswer, ServiceError

STS_ANSWER = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>%(Arn)s</Arn><UserId>%(UserId)s</UserId><Account>%(Account)s</Account>
</GetCallerIdentityResult><ResponseMetadata><RequestId>0</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>"""
STS_ERROR = """<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>
<Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>0</RequestId></ErrorResponse>"""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        target = self.headers.get("X-Amz-Target")
        with self.server.lock:
            if target:
                self.json_call(target.rsplit(".", 1)[-1], json.loads(body or b"{}"))
            else:
                form = dict(urllib.parse.parse_qsl(body.decode()))
                self.form_call(form.get("Action", ""), form)

    def json_call(self, operation, parameters):
        kind = "application/x-amz-json-1.1"
        try:
            answer = self.server.cloud.call(operation, parameters)
            self.answer(200, kind, json.dumps(answer).encode())
        except RawAnswer as raw:
            self.answer(raw.status, kind, raw.body)
        except ServiceError as error:
            text = {"__type": error.code, "message": error.message}
            self.answer(error.status, kind, json.dumps(text).encode())

    def form_call(self, operation, parameters):
        try:
            answer = self.server.cloud.call(operation, parameters)
            self.answer(200, "text/xml", (STS_ANSWER % answer).encode())
        except RawAnswer as raw:
            self.answer(raw.status, "text/xml", raw.body)
        except ServiceError as error:
            self.answer(
                error.status, "text/xml", (STS_ERROR % (error.code, error.message)).encode()
            )


class Amazon:
    """with Amazon(Cloud(scenario)) as amazon: … amazon.url, amazon.cloud"""

    def __init__(self, cloud=None):
        self.cloud = cloud or Cloud()

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.cloud, self.server.lock = self.cloud, threading.RLock()
        self.url = "http://127.0.0.1:%d" % self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
