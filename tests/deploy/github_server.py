"""GitHub's API as far as a deploy looks at it, over a unix socket for the real gh.

A run goes on each time its jobs are looked at. A scenario says how:

    {"conclusion": "success",   or failure, cancelled
     "polls": 2,                looks until it is completed
     "appears": 1,              looks at the list of runs until the run of a push is in it
     "failing_step": "flake8",  which step fails
     "log": "…",                what the failing job wrote
     "secrets": ["AWS_DEPLOY_ROLE"], "variables": [],    names that the repository has
     "forbidden": ["secrets"],  lists that the token may not read
     "faults": [{"path": "actions/runs", "times": 1, "status": 502, "body": "…"}]}
"""
import http.server
import io
import json
import os
import re
import socketserver
import threading
import urllib.parse
import zipfile

REPOSITORY = "lejardin/shop"
STEPS = ["Set up job", "checkout", "flake8", "pytest", "deploy", "Complete job"]


class Hub:
    def __init__(self, scenario=None):
        self.scenario = {
            "conclusion": "success",
            "polls": 2,
            "appears": 1,
            "failing_step": "flake8",
            "log": "2026-01-02T03:04:05.0000000Z shop/views.py:1:1: F401 unused\n",
            "secrets": ["AWS_DEPLOY_ROLE", "DOCKERHUB_USERNAME", "DOCKERHUB_TOKEN"],
            "variables": ["PREFLIGHT_REPOSITORY"],
            "forbidden": [],
            "faults": [],
        }
        self.scenario.update(scenario or {})
        self.faults = [dict(fault) for fault in self.scenario["faults"]]
        self.requests = []
        self.lists = 0
        self.looks = 0
        self.head = None  # a function that gives the commit that was pushed, or None
        self.completed = None  # called once, when the run is about to be over
        self.routes = [
            (r"/user", self.user),
            (r"/repos/([^/]+/[^/]+)", self.repository),
            (r"/repos/.*/actions/(secrets|variables)", self.names),
            (r"/repos/.*/actions/organization-(secrets|variables)", self.no_names),
            (r"/repos/.*/environments/[^/]+/(secrets|variables)", self.no_names),
            (r"/repos/.*/actions/workflows", self.workflows),
            (r"/repos/.*/actions/workflows/[^/]+", self.workflow),
            (r"/repos/.*/actions/workflows/[^/]+/runs", self.runs),
            (r"/repos/.*/actions/runs", self.runs),
            (r"/repos/.*/actions/runs/7001", self.one_run),
            (r"/repos/.*/actions/runs/7001(?:/attempts/1)?/jobs", self.jobs),
            (r"/repos/.*/actions/runs/7001(?:/attempts/1)?/logs", self.run_log),
            (r"/repos/.*/actions/jobs/(\d+)", self.one_job),
            (r"/repos/.*/actions/jobs/(\d+)/logs", self.job_log),
            (r"/repos/.*/check-runs/\d+/annotations", self.annotations),
            (r"/repos/.*/commits/([^/]+)/(?:status|check-runs)", self.commit_state),
        ]

    def answer(self, path, query):
        """(status, kind, bytes)"""
        self.requests.append(path)
        path = re.sub(r"^/api/v3", "", path)
        for fault in self.faults:
            if fault["path"] in path and fault.get("times", 1) > 0:
                fault["times"] = fault.get("times", 1) - 1
                return fault["status"], "application/json", fault.get("body", "{}").encode()
        for pattern, respond in self.routes:
            match = re.fullmatch(pattern, path)
            if match:
                said = respond(query, *match.groups())
                if isinstance(said, tuple):
                    return said
                return 200, "application/json", json.dumps(said).encode()
        return 404, "application/json", b'{"message": "Not Found"}'

    def user(self, _):
        return {"login": "bot", "id": 1}

    def repository(self, _, name):
        return {"full_name": name, "name": name.split("/")[1], "default_branch": "main", "id": 1}

    def names(self, _, what):
        if what in self.scenario["forbidden"]:
            body = b'{"message": "Resource not accessible by integration"}'
            return 403, "application/json", body
        names = self.scenario[what]
        return {"total_count": len(names), what: [{"name": name} for name in names]}

    def no_names(self, _, what):
        return {"total_count": 0, what: []}

    def workflow(self, _=None):
        return {"id": 9, "name": "deploy", "path": ".github/workflows/deploy.yml", "state": "active"}

    def workflows(self, _):
        return {"total_count": 1, "workflows": [self.workflow()]}

    # -- the run ---------------------------------------------------------------------------

    def is_over(self):
        return self.looks >= self.scenario["polls"]

    def run(self):
        return {
            "id": 7001,
            "name": "deploy",
            "display_title": "a change",
            "event": "push",
            "head_branch": "main",
            "head_sha": self.head() if self.head else "0" * 40,
            "path": ".github/workflows/deploy.yml",
            "run_number": 12,
            "run_attempt": 1,
            "workflow_id": 9,
            "status": "completed" if self.is_over() else "in_progress",
            "conclusion": self.scenario["conclusion"] if self.is_over() else None,
            "created_at": "2026-01-02T03:04:05Z",
            "updated_at": "2026-01-02T03:05:05Z",
            "run_started_at": "2026-01-02T03:04:05Z",
            "url": "https://api.github.com/repos/%s/actions/runs/7001" % REPOSITORY,
            "html_url": "https://github.com/%s/actions/runs/7001" % REPOSITORY,
            "jobs_url": "https://api.github.com/repos/%s/actions/runs/7001/jobs" % REPOSITORY,
            "logs_url": "https://api.github.com/repos/%s/actions/runs/7001/logs" % REPOSITORY,
            "workflow_url": "https://api.github.com/repos/%s/actions/workflows/9" % REPOSITORY,
            "repository": {"full_name": REPOSITORY, "name": "shop"},
            "head_commit": {"id": self.head() if self.head else "0" * 40, "message": "a change"},
        }

    def runs(self, query):
        self.lists += 1
        seen = []
        if self.head and self.head() and self.lists >= self.scenario["appears"]:
            if query.get("head_sha", self.head()) == self.head():
                seen = [self.run()]
        return {"total_count": len(seen), "workflow_runs": seen}

    def one_run(self, _):
        return self.run()

    def steps(self, goes_wrong):
        steps, wrong = [], False
        for number, name in enumerate(STEPS, 1):
            if not self.is_over():
                state, end = ("completed", "success") if number < 3 else ("in_progress", None)
            elif goes_wrong and name == self.scenario["failing_step"]:
                state, end, wrong = "completed", self.scenario["conclusion"], True
            else:
                state, end = "completed", "skipped" if wrong else "success"
            steps.append({"name": name, "status": state, "conclusion": end, "number": number})
        return steps

    def job(self, number, name):
        return {
            "id": number,
            "run_id": 7001,
            "name": name,
            "status": "completed" if self.is_over() else "in_progress",
            "conclusion": self.scenario["conclusion"] if self.is_over() else None,
            "started_at": "2026-01-02T03:04:05Z",
            "completed_at": "2026-01-02T03:05:05Z" if self.is_over() else None,
            "html_url": "https://github.com/%s/actions/runs/7001/job/%d" % (REPOSITORY, number),
            "check_run_url": "https://api.github.com/repos/%s/check-runs/%d" % (REPOSITORY, number),
            "steps": self.steps(self.scenario["conclusion"] != "success"),
        }

    def jobs(self, _):
        self.looks += 1
        if self.is_over() and self.completed:
            completed, self.completed = self.completed, None
            completed()
        return {"total_count": 1, "jobs": [self.job(31, "deploy")]}

    def one_job(self, _, number):
        return self.job(int(number), "deploy")

    def job_log(self, _, number):
        return 200, "text/plain", self.scenario["log"].encode()

    def run_log(self, _):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            number = STEPS.index(self.scenario["failing_step"]) + 1
            archive.writestr(
                "deploy/%d_%s.txt" % (number, self.scenario["failing_step"]), self.scenario["log"]
            )
        return 200, "application/zip", packed.getvalue()

    def annotations(self, _):
        return []

    def commit_state(self, _, ref):
        return {"state": "success", "total_count": 0, "check_runs": [], "sha": ref}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def address_string(self):
        return "unix"

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        with self.server.lock:
            status, kind, body = self.server.hub.answer(
                url.path, dict(urllib.parse.parse_qsl(url.query))
            )
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


class GitHub:
    """with GitHub(Hub(scenario), folder) as github: … github.environment for gh"""

    def __init__(self, hub, folder):
        self.hub, self.path = hub, os.path.join(str(folder), "github.sock")
        self.config = os.path.join(str(folder), "gh")

    def __enter__(self):
        os.makedirs(self.config, exist_ok=True)
        with open(os.path.join(self.config, "config.yml"), "w", encoding="utf-8") as file:
            file.write("http_unix_socket: %s\n" % self.path)
        self.server = Server(self.path, Handler)
        self.server.hub, self.server.lock = self.hub, threading.RLock()
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()
        self.environment = {"GH_CONFIG_DIR": self.config, "GH_REPO": REPOSITORY}
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        os.unlink(self.path)
