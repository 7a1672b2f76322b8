"""A real Django site behind gunicorn, certificates by openssl, and a Sentry, all on loopback.

Modes of the site: good, debug (DEBUG on), hosts (ALLOWED_HOSTS without the site's host), redirect
(SECURE_SSL_REDIRECT without the proxy's header: for ever), plain (cookies and headers as Django has
them without a hand laid on), anyhost (ALLOWED_HOSTS has '*').
"""
import contextlib
import http.server
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import zlib

HOST = "www.lejardin.fr"
RELEASE = "4f0c1d2e3b4a59687766554433221100ffeeddcc"
SECRET = "kept-out-of-every-report-7f3a"
SETTINGS = '''
MODE = "%(mode)s"
SECRET_KEY = "%(secret)s-key"
DATABASE_PASSWORD = "%(secret)s-password"
DEBUG = MODE == "debug"
ALLOWED_HOSTS = {"hosts": ["another.test"], "anyhost": ["*"]}.get(MODE, ["%(host)s"])
ROOT_URLCONF = "urls"
INSTALLED_APPS = ["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes",
                  "django.contrib.sessions", "django.contrib.messages",
                  "django.contrib.staticfiles"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware",
              "django.contrib.sessions.middleware.SessionMiddleware",
              "django.middleware.common.CommonMiddleware",
              "django.middleware.csrf.CsrfViewMiddleware",
              "django.contrib.auth.middleware.AuthenticationMiddleware",
              "django.contrib.messages.middleware.MessageMiddleware",
              "django.middleware.clickjacking.XFrameOptionsMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
              "OPTIONS": {"context_processors": [
                  "django.template.context_processors.request",
                  "django.contrib.auth.context_processors.auth",
                  "django.contrib.messages.context_processors.messages"]}}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
STATIC_URL = "/static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
if MODE != "plain":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31536000
if MODE == "redirect":
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_NEVER", "https")
'''
URLS = '''
import os
from django.contrib import admin
from django.http import HttpResponse
from django.urls import path
from django.views.static import serve

PAGE = """<!doctype html><link rel="stylesheet" href="/static/shop.css?v=1"><h1>Le jardin</h1>"""


def home(request):
    request.session["seen"] = 1
    request.session.save = lambda *a, **k: setattr(request.session, "_session_key", "k")
    answer = HttpResponse(PAGE)
    answer["X-Version"] = "%(release)s"[:12]
    return answer


def big(request):
    return HttpResponse("x" * 3000000)


urlpatterns = [
    path("", home),
    path("version", lambda request: HttpResponse('{"commit": "%(release)s"}')),
    path("big", big),
    path("raises", lambda request: 1 / 0),
    path("static/<path:path>", serve, {"document_root": os.path.dirname(__file__) + "/files"}),
    path("admin/", admin.site.urls),
]
'''


def is_there():
    try:
        import django  # noqa: F401
        import gunicorn  # noqa: F401
    except ImportError:
        return False
    return os.path.exists("/usr/bin/openssl")


def listening():
    """A socket that a server inherits: no port is chosen before it is ours."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", 0))
    made.listen(64)
    return made


class Certificates:
    """An authority and what it signs: good, expired, wrong (another name), soon (3 days left)."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.authority = self.folder / "ca.pem"
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                     "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "300",
                     "-subj", "/CN=test authority")  # fmt: skip
        self.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "site.key")
        self.key = self.folder / "site.key"
        for name, host, days in [
            ("good", HOST, 90),
            ("wrong", "another.test", 90),
            ("soon", HOST, 3),
        ]:
            self.sign(name, host, ["-days", str(days)])
        self.sign_expired()

    def context(self, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / (certificate + ".pem"), self.key)
        return context

    def openssl(self, *words):
        subprocess.run(["/usr/bin/openssl", *words], cwd=self.folder, check=True,
                       capture_output=True)  # fmt: skip

    def ask(self, name, host):
        self.openssl("req", "-new", "-key", "site.key", "-subj", "/CN=" + host,
                     "-out", name + ".csr")  # fmt: skip
        (self.folder / (name + ".ext")).write_text("subjectAltName=DNS:" + host)

    def sign(self, name, host, days):
        self.ask(name, host)
        self.openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                     "-CAcreateserial", "-extfile", name + ".ext", "-out", name + ".pem",
                     *days)  # fmt: skip

    def sign_expired(self):
        """`openssl x509` cannot date back; `openssl ca` can."""
        self.ask("expired", HOST)
        (self.folder / "index.txt").write_text("")
        (self.folder / "ca.cnf").write_text(
            "[ca]\ndefault_ca=d\n[d]\ndir=.\ndatabase=index.txt\nnew_certs_dir=.\n"
            "rand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n"
        )
        self.openssl("ca", "-batch", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key",
                     "-in", "expired.csr", "-out", "expired.pem", "-notext",
                     "-startdate", "20240101000000Z", "-enddate", "20240201000000Z",
                     "-extfile", "expired.ext")  # fmt: skip


class Process:
    """A server of ours: started with a socket of ours, ended with its children."""

    def __init__(self, words, made, cwd, environment=None):
        self.log = open(os.path.join(cwd, "server.log"), "ab")
        self.port = made.getsockname()[1]
        self.process = subprocess.Popen(
            [word.replace("{fd}", str(made.fileno())) for word in words],
            pass_fds=[made.fileno()],
            cwd=cwd,
            env={"PATH": "/usr/bin:/bin", **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        made.close()

    def stop(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()


class Site:
    """with Site(mode, folder, certificates=None, certificate="good") as site: … site.port"""

    def __init__(self, mode, folder, certificates=None, certificate="good"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="site-", dir=folder))
        (self.folder / "files").mkdir()
        names = {"mode": mode, "host": HOST, "secret": SECRET, "release": RELEASE}
        (self.folder / "settings.py").write_text(SETTINGS % names)
        (self.folder / "urls.py").write_text(URLS % names)
        (self.folder / "wsgi.py").write_text(
            "from django.core.wsgi import get_wsgi_application\n"
            "application = get_wsgi_application()\n"
        )
        (self.folder / "files/shop.css").write_text("h1 {color: green}\n")
        self.words = ["/usr/bin/python3", "-m", "gunicorn.app.wsgiapp", "-w", "1", "--threads", "4",
                      "-b", "fd://{fd}", "--worker-tmp-dir", str(self.folder)]  # fmt: skip
        if certificates:
            self.words += ["--certfile", str(certificates.folder / (certificate + ".pem")),
                           "--keyfile", str(certificates.key)]  # fmt: skip
        self.words.append("wsgi")

    def __enter__(self):
        self.server = Process(
            self.words, listening(), self.folder, {"DJANGO_SETTINGS_MODULE": "settings"}
        )
        self.port = self.server.port
        return self

    def __exit__(self, *_):
        self.server.stop()


class Redirect(http.server.BaseHTTPRequestHandler):
    """Plain http: to https (301), or whatever the server's `status` and `location` say."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.requests.append((self.command, self.path, dict(self.headers)))
        time.sleep(self.server.slow)
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        for name, value in self.server.more:
            self.send_header(name, value)
        body = self.server.body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body)


class Quiet(http.server.ThreadingHTTPServer):
    """Clients that do not trust us, or break off, are no news."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


class Terminator:
    """Ends TLS before a server that speaks plain http, as a load balancer does; `tells` it so, or
    not. `behind` is a port or a unix socket's path.
    with Terminator(behind, certificates) as front: … front.port"""

    def __init__(self, behind, certificates, tells=False):
        self.behind = behind
        self.context = certificates.context("good")
        self.more = b"\r\nConnection: close" + (b"\r\nX-Forwarded-Proto: https" if tells else b"")

    def dial(self):
        if isinstance(self.behind, int):
            return socket.create_connection(("127.0.0.1", self.behind))
        made = socket.socket(socket.AF_UNIX)
        made.connect(self.behind)
        return made

    def __enter__(self):
        self.socket = listening()
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()
        return self

    def accept(self):
        while True:
            try:
                made, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.forward, args=(made,), daemon=True).start()

    def forward(self, made):
        with contextlib.suppress(OSError):
            with self.context.wrap_socket(made, server_side=True) as front:
                with self.dial() as back:
                    request = b""
                    while b"\r\n\r\n" not in request:
                        piece = front.recv(65536)
                        if not piece:
                            return
                        request += piece
                    head, _, rest = request.partition(b"\r\n\r\n")
                    back.sendall(head + self.more + b"\r\n\r\n" + rest)
                    while piece := back.recv(65536):
                        front.sendall(piece)

    def __exit__(self, *_):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


class Plain:
    """with Plain(status, location, body) as plain: … plain.port, plain.requests"""

    def __init__(self, status=301, location="https://" + HOST + "/", body=b"", more=(), slow=0,
                 certificates=None, certificate="good"):  # fmt: skip
        self.facts = {"status": status, "location": location, "body": body, "more": more,
                      "slow": slow}  # fmt: skip
        self.certificates, self.certificate = certificates, certificate

    def __enter__(self):
        self.server = Quiet(("127.0.0.1", 0), Redirect)
        if self.certificates:
            context = self.certificates.context(self.certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.server.requests = self.requests = []
        vars(self.server).update(self.facts)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


KEY = "0123456789abcdef0123456789abcdef"
TOKEN = "sntrys_for-the-test-only"


class SentryHandler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, status, said, more=()):
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        for name, value in more:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        facts = self.server.facts
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.headers.get("Content-Encoding") == "gzip":
            body = zlib.decompress(body, 31)
        parts = self.path.strip("/").split("/")
        time.sleep(facts.get("slow", 0))
        if facts.get("post"):
            self.answer(facts["post"], {"detail": "no"}, [("Retry-After", "60")])
        elif parts[-3:-2] != ["api"] or parts[-2] != "42":
            self.answer(404, {"detail": "project"})
        elif "sentry_key=" + KEY not in self.headers.get("X-Sentry-Auth", ""):
            self.answer(403, {"detail": "with wrong key"})
        elif parts[-1] == "envelope":
            head, kind, event = body.decode().strip().split("\n")
            if json.loads(kind)["type"] != "event":
                self.answer(400, {"detail": "no event"})
            else:
                self.keep(json.loads(event), json.loads(head)["event_id"])
        else:
            event = json.loads(body)
            self.keep(event, event["event_id"])

    def keep(self, event, name):
        self.server.events[name] = event
        self.answer(200, {"id": name})

    def do_GET(self):
        facts = self.server.facts
        self.server.looks.append(self.path)
        name = self.path.strip("/").split("/")[-1]
        event = self.server.events.get(name)
        if self.headers.get("Authorization") != "Bearer " + TOKEN:
            self.answer(401, {"detail": "no"})
        elif facts.get("get"):
            self.answer(facts["get"], {"detail": "no"})
        elif event is None or len(self.server.looks) <= facts.get("late", 1):
            self.answer(404, {"detail": "Event not found"})
        else:
            release = facts.get("release", event.get("release"))
            tags = [{"key": "environment", "value": event.get("environment")}]
            self.answer(
                200, {"eventID": name, "release": {"version": release}, "tags": tags}
            )


class Sentry:
    """with Sentry({"post": 403}) as sentry: … sentry.dsn, sentry.url, sentry.events"""

    def __init__(self, facts=None):
        self.facts = facts or {}

    def __enter__(self):
        self.server = Quiet(("127.0.0.1", 0), SentryHandler)
        self.server.facts, self.server.events, self.server.looks = self.facts, {}, []
        self.events, self.looks = self.server.events, self.server.looks
        port = self.server.server_address[1]
        self.url = "http://127.0.0.1:%d" % port
        self.dsn = "http://%s@127.0.0.1:%d/sub/42" % (KEY, port)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
