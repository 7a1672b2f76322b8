"""preflight verify against a real Django behind gunicorn, real certificates and a Sentry.

test_verify.py PREFLIGHT
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import site_double
from site_double import (
    HOST,
    KEY,
    RELEASE,
    SECRET,
    TOKEN,
    Certificates,
    Plain,
    Sentry,
    Site,
    Terminator,
)

PREFLIGHT = pathlib.Path(sys.argv.pop(1)).resolve()
PAGE = pathlib.Path(__file__).resolve().parent


@unittest.skipUnless(site_double.is_there(), "no Django, gunicorn or openssl here: sites are not tried")
class Verify(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="pf-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.certificates = Certificates(cls.folder)

    def verify(self, url, *flags, **environment):
        done = subprocess.run(
            [PREFLIGHT, "verify", url, "--json", *flags],
            env={"PATH": "/usr/bin:/bin", **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )
        for secret in [SECRET, KEY, TOKEN]:
            self.assertNotIn(secret, done.stdout + done.stderr)
        results = {}
        for line in done.stdout.splitlines():
            event = json.loads(line)
            if event["event"] == "result":
                results[event["subject"]] = event["result"], event.get("detail", "")
        return done.returncode, results, done.stderr

    def local(self, port, *flags, path="/", **environment):
        return self.verify(
            "https://%s:%d%s" % (HOST, port, path),
            "--allow-local", "--connect-to", "127.0.0.1", "--retries", "0",
            "--ca-file", str(self.certificates.authority), *flags, **environment
        )  # fmt: skip

    def serve(self, **facts):
        server = Plain(certificates=self.certificates, **facts)
        server.__enter__()
        self.addCleanup(server.__exit__)
        return server

    # -- Django, as it is deployed well and badly ------------------------------------------------

    def test_a_good_site_passes_everything(self):
        with Site("good", self.folder, self.certificates) as site, Plain() as plain:
            status, seen, said = self.local(
                site.port, "--http-port", str(plain.port), "--release", RELEASE
            )
        self.assertEqual((status, said), (0, ""), seen)
        self.assertEqual({mark for mark, _ in seen.values()}, {"ok", "skip"}, seen)
        self.assertEqual([name for name, (mark, _) in seen.items() if mark == "skip"], ["event"])
        self.assertEqual(seen["plain http"][0], "ok")
        self.assertEqual(seen["version"], ("ok", RELEASE + ", as the page says"))

    def test_the_documentation_shows_what_is_printed(self):
        text = (PAGE.parent.parent / "docs/verify.md").read_text(encoding="utf-8")
        shown = text.split("```text\n", 1)[1].split("```", 1)[0].splitlines()
        with Site("good", self.folder, self.certificates) as site, Plain() as plain:
            with Sentry() as sentry:
                done = subprocess.run(
                    [PREFLIGHT, "verify", "https://%s:%d/" % (HOST, site.port), "--allow-local",
                     "--allow-http", "--connect-to", "127.0.0.1", "--release", RELEASE,
                     "--http-port", str(plain.port), "--ca-file", self.certificates.authority],
                    env={"SENTRY_DSN": sentry.dsn},
                    capture_output=True,
                    text=True,
                )  # fmt: skip
        printed = done.stdout.splitlines()
        self.assertEqual(len(shown), len(printed), done.stdout)
        for wanted, line in zip(shown, printed):
            if "…" in wanted:  # what differs from one time to the next
                wanted, line = wanted.split("…")[0], line[: len(wanted.split("…")[0])]
            self.assertEqual(wanted, line)

    def test_debug_is_found_by_both_probes_and_nothing_of_the_page_is_shown(self):
        with Site("debug", self.folder, self.certificates) as site:
            status, seen, _ = self.local(site.port)
            self.assertEqual(status, 1)
            for name in ["missing address", "foreign host"]:
                self.assertEqual(seen[name][0], "ng")
                self.assertIn("DEBUG is on", seen[name][1])
            _, seen, _ = self.local(site.port, path="/raises")
            self.assertEqual(seen["page"][0], "ng", seen)

    def test_a_host_that_is_not_allowed(self):
        with Site("hosts", self.folder, self.certificates) as site:
            status, seen, _ = self.local(site.port)
        self.assertEqual((status, seen["status"][0]), (1, "ng"))
        self.assertIn("ALLOWED_HOSTS", seen["status"][1])

    def test_a_redirect_without_end(self):
        with Site("redirect", self.folder) as site:
            with Terminator(site.port, self.certificates) as front:
                status, seen, _ = self.local(front.port)
        self.assertEqual((status, seen["status"][0]), (1, "ng"))
        self.assertIn("SECURE_PROXY_SSL_HEADER", seen["status"][1])

    def test_cookies_and_headers_that_nobody_set(self):
        with Site("plain", self.folder, self.certificates) as site:
            status, seen, _ = self.local(site.port)
        self.assertEqual((status, seen["Secure"][0], seen["HSTS"][0]), (1, "ng", "warn"))

    def test_any_host_is_a_warning_and_a_version_of_before_an_error(self):
        with Site("anyhost", self.folder, self.certificates) as site:
            status, seen, _ = self.local(site.port)
            self.assertEqual((status, seen["foreign host"][0]), (0, "warn"))
            for where in [[], ["--version-path", "/version"]]:
                status, seen, _ = self.local(site.port, "--release", "f" * 40, *where)
                self.assertEqual((status, seen["version"][0]), (1, "ng"))
            status, seen, _ = self.local(
                site.port, "--release", RELEASE, "--version-path", "/version",
                "--static-path", "/static/shop.css", path="/big"
            )
            self.assertEqual((status, seen["version"][0]), (0, "ok"), seen)

    def test_a_version_is_compared_with_what_it_can_be_compared_with(self):
        commit = RELEASE
        for told, wanted, mark in [
            ("1.4.0", "1.4.0", "ok"),
            ("shop 1.4.0 (build 7)", "1.4.0", "ok"),
            ("1.4.01", "1.4.0", "ng"),
            ("1.4.0", "1.5.0", "ng"),
            (commit[:7], commit, "ok"),
            ("v-" + commit[:12], commit, "ok"),
            (commit[:6], commit, "skip"),
            ("1.4.0", commit, "skip"),
            ("deadbeef", commit, "ng"),
            (commit, commit, "ok"),
        ]:
            with self.subTest(told=told, wanted=wanted):
                server = self.serve(status=200, location="", more=[("X-Version", told)])
                _, seen, _ = self.local(server.port, "--release", wanted)
                self.assertEqual(seen["version"][0], mark, seen["version"])

    # -- TLS ---------------------------------------------------------------------------------------

    def test_certificates(self):
        for name, mark, words in [
            ("good", "ok", "right"),
            ("expired", "ng", "expired"),
            ("wrong", "ng", "for other names"),
        ]:
            with self.subTest(name), Plain(
                200, "", certificates=self.certificates, certificate=name
            ) as server:
                status, seen, _ = self.local(server.port)
                self.assertEqual((status, seen["certificate"][0]), (int(mark == "ng"), mark), seen)
                self.assertIn(words, seen["certificate"][1])
                # Nothing is sent to somebody whom nobody vouches for.
                self.assertEqual(server.requests == [], mark == "ng")

    def test_an_authority_that_is_not_ours(self):
        server = self.serve(status=200)
        status, seen, _ = self.verify(
            "https://%s:%d/" % (HOST, server.port),
            "--allow-local", "--connect-to", "127.0.0.1", "--retries", "0",
        )  # fmt: skip
        self.assertEqual((status, seen["certificate"][0]), (1, "ng"))
        self.assertIn("not trusted", seen["certificate"][1])

    def test_a_certificate_that_ends_soon(self):
        with Plain(200, "", certificates=self.certificates, certificate="soon") as server:
            status, seen, _ = self.local(server.port)
        self.assertEqual((status, seen["days left"][0]), (0, "warn"))

    # -- single answers ----------------------------------------------------------------------------

    def test_what_plain_http_may_do(self):
        site = self.serve(status=200, location="")
        for facts, mark in [
            ({"status": 301}, "ok"),
            ({"status": 308}, "ok"),
            ({"status": 302}, "warn"),
            ({"status": 200, "location": ""}, "ng"),
            ({"status": 301, "location": "http://www.lejardin.fr/x"}, "ng"),
            ({"status": 301, "location": "https://another.test/"}, "warn"),
            ({"status": 403, "location": ""}, "warn"),
        ]:
            with self.subTest(facts), Plain(**facts) as plain:
                _, seen, _ = self.local(site.port, "--http-port", str(plain.port))
                self.assertEqual(seen["plain http"][0], mark)
        _, seen, _ = self.local(site.port, "--http-port", "1")
        self.assertEqual(seen["plain http"][0], "ok")

    def test_what_a_status_means(self):
        for status, words in [
            (500, "raises"),
            (502, "no working task"),
            (503, "no healthy task"),
            (404, "nothing"),
        ]:
            with self.subTest(status):
                server = self.serve(status=status, location="")
                ended, seen, _ = self.local(server.port)
                self.assertEqual((ended, seen["status"][0]), (1, "ng"))
                self.assertIn(words, seen["status"][1])
        server = self.serve(status=401, location="")
        ended, seen, _ = self.local(server.port, "--expect-status", "401")
        self.assertEqual((ended, seen["status"][0]), (0, "ok"))

    def test_at_most_ten_requests_by_get_and_under_our_name(self):
        body = b'<link href="/static/a.css"><meta name="version" content="1.2">'
        server = self.serve(status=503, location="", body=body)
        status, _, _ = self.local(
            server.port, "--retries", "3", "--retry-wait", "0", "--release", "1.2",
            "--version-path", "/v", "--http-port", "1",
        )  # fmt: skip
        self.assertEqual(status, 1)
        self.assertEqual(len(server.requests), 9)  # and one of plain http, which nobody takes
        for method, _, headers in server.requests:
            self.assertEqual(method, "GET")
            self.assertTrue(headers["User-Agent"].startswith("preflight/"))
        paths = [path for _, path, _ in server.requests]
        self.assertEqual(paths[:5], ["/", "/", "/", "/", "/v"])
        hosts = {headers["Host"] for _, _, headers in server.requests}
        self.assertEqual(hosts, {"%s:%d" % (HOST, server.port), "preflight.invalid"})

    def test_a_site_that_is_late_is_waited_for(self):
        server = self.serve(status=502, location="")
        process = subprocess.Popen(
            [PREFLIGHT, "verify", "https://%s:%d/" % (HOST, server.port), "--allow-local",
             "--connect-to", "127.0.0.1", "--retries", "1", "--retry-wait", "2",
             "--ca-file", str(self.certificates.authority)],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        while not server.requests:
            time.sleep(0.02)
        server.server.status = 200
        said, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, said)

    def test_no_redirect_is_followed_and_its_query_is_not_shown(self):
        server = self.serve(status=302, location="https://another.test/login?token=abc")
        status, seen, _ = self.local(server.port)
        self.assertEqual((status, seen["status"][0]), (0, "warn"))
        self.assertIn("another.test/login", seen["status"][1])
        self.assertNotIn("abc", str(seen))

    def test_a_huge_or_odd_answer_does_no_harm(self):
        for body, more in [
            (b"x" * 5000000, []),
            (b"", [("X-%d" % n, "y" * 100) for n in range(80)]),
            (b"\0\xff<meta <meta name=\"version\" content=\"" + b"v" * 70000, []),
            (b"<a href=\"/static/" * 5000, []),
        ]:
            server = self.serve(status=200, location="", body=body, more=more)
            self.assertEqual(self.local(server.port, "--release", "7")[0], 0)

    def test_an_answer_is_read_to_its_limit_and_no_further(self):
        hsts = ("Strict-Transport-Security", "max-age=31536000")
        sign = b"DEBUG = True in your Django settings"
        for headers, size, mark in [(200, 65536, "ng"), (201, 65537, "ok")]:
            # Server and Date stand before these headers.
            more = [("X-%d" % n, "y") for n in range(headers - 3)] + [hsts]
            body = b"x" * (size - len(sign)) + sign
            server = self.serve(status=404, location="", body=body, more=more)
            _, seen, _ = self.local(server.port)
            self.assertEqual(seen["missing address"][0], mark, seen)
            server = self.serve(status=200, location="", more=more)
            _, seen, _ = self.local(server.port)
            self.assertEqual(seen["HSTS"][0], "ok" if headers == 200 else "warn", seen)

    def test_words_of_a_site_do_not_become_commands(self):
        more = [("Server", "##[error]\x1b[2J::error::x"), ("Set-Cookie", "\x1b]0;x=1; Secure")]
        server = self.serve(status=200, location="", more=more)
        done = subprocess.run(
            [PREFLIGHT, "verify", "https://%s:%d/" % (HOST, server.port), "--allow-local",
             "--connect-to", "127.0.0.1", "--ca-file", str(self.certificates.authority)],
            env={"GITHUB_ACTIONS": "true"},
            capture_output=True,
        )  # fmt: skip
        self.assertNotIn(b"\x1b", done.stdout)
        self.assertNotIn(b"##[", done.stdout)

    def test_a_slow_site_ends_with_the_time_limit(self):
        server = self.serve(status=200, location="", slow=5)
        start = time.monotonic()
        status, seen, _ = self.local(server.port, "--request-timeout", "1")
        self.assertEqual((status, seen["status"][0]), (1, "ng"))
        self.assertIn("within 1 s", seen["status"][1])
        self.assertLess(time.monotonic() - start, 5)

    def test_an_interrupt_ends_it_at_once(self):
        server = self.serve(status=200, location="", slow=30)
        process = subprocess.Popen(
            [PREFLIGHT, "verify", "https://%s:%d/" % (HOST, server.port), "--allow-local",
             "--connect-to", "127.0.0.1", "--request-timeout", "40",
             "--ca-file", str(self.certificates.authority)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        while not server.requests:
            time.sleep(0.02)
        start = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        self.assertEqual(process.returncode, 128 + signal.SIGTERM)
        self.assertLess(time.monotonic() - start, 7)
        server.server.slow = 0

    # -- addresses ---------------------------------------------------------------------------------

    def test_addresses_that_are_not_asked(self):
        with Plain(200, "") as server:
            for host in ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "0.0.0.0",
                         "[::ffff:127.0.0.1]", "x.localhost"]:  # fmt: skip
                with self.subTest(host):
                    status, _, said = self.verify(
                        "http://%s:%d/" % (host, server.port), "--allow-http", "--retries", "0"
                    )
                    self.assertEqual(status, 2, said)
                    self.assertIn("--allow-local", said)
            self.assertEqual(server.requests, [])

    def test_the_address_counts_not_the_name(self):
        for address in ["169.254.169.254", "169.254.170.2", "10.1.2.3", "fe80::1", "fd00::1"]:
            with self.subTest(address):
                status, _, said = self.verify(
                    "https://www.example.org/", "--connect-to", address, "--retries", "0"
                )
                self.assertEqual(status, 2, said)
                self.assertIn("not asked without --allow-local", said)

    def test_urls_that_are_none(self):
        for url in ["", "shop", "ftp://shop.example/", "http://shop.example/", "https://",
                    "https://user:pw@shop.example/", "https://shop.example:0/",
                    "https://shop.example/\x1b", "file:///etc/passwd", "https://sh op/"]:  # fmt: skip
            with self.subTest(url):
                status, _, said = self.verify(url)
                self.assertEqual(status, 2, said)
                self.assertNotIn("pw", said)

    def test_flags_that_are_none(self):
        for flags in [["--retries", "4"], ["--request-timeout", "0"], ["--request-timeout", "61"],
                      ["--http-port", "65536"], ["--expect-status", "99"],
                      ["--static-path", "a.css"], ["--release", "a b"], ["--connect-to", "host"],
                      ["--sentry"]]:  # fmt: skip
            with self.subTest(flags):
                status, _, said = self.verify("https://www.example.org/", *flags)
                self.assertEqual(status, 2)
                self.assertIn("preflight: ", said)

    # -- Sentry --------------------------------------------------------------------------------------

    def sentry(self, facts, *flags, token=TOKEN, **environment):
        site = self.serve(status=200, location="")
        with Sentry(facts) as sentry:
            environment = {"SENTRY_DSN": sentry.dsn, **environment}
            if token:
                environment["SENTRY_AUTH_TOKEN"] = token
            status, seen, said = self.local(
                site.port, "--sentry", "--allow-http", "--sentry-org", "jardin", *flags,
                "--release", RELEASE, "--sentry-wait", "3", **environment,
            )  # fmt: skip
            return status, seen, said, sentry

    def test_an_event_is_sent_and_found_again(self):
        status, seen, said, sentry = self.sentry({})
        self.assertEqual((status, seen["confirmed"][0]), (0, "ok"), said)
        ((name, event),) = sentry.events.items()
        self.assertIn(name, seen["event"][1])
        self.assertEqual(
            (event["release"], event["environment"], event["level"], event["tags"]),
            (RELEASE, "production", "info", {"preflight": "true"}),
        )
        self.assertEqual(
            set(sentry.looks), {"/sub/api/0/projects/jardin/42/events/%s/" % name}
        )

    def test_without_a_token_it_is_accepted_and_not_confirmed(self):
        status, seen, _, sentry = self.sentry({}, token=None)
        self.assertEqual((status, seen["event"][0], seen["confirmed"][0]), (0, "ok", "skip"))
        self.assertIn("accepted, not confirmed", seen["confirmed"][1])
        self.assertEqual(sentry.looks, [])

    def test_what_sentry_may_answer(self):
        for facts, ended, subject, mark in [
            ({"post": 403}, 1, "event", "ng"),
            ({"post": 401}, 1, "event", "ng"),
            ({"post": 404}, 1, "event", "ng"),
            ({"post": 413}, 1, "event", "ng"),
            ({"post": 429}, 3, "event", "skip"),
            ({"post": 500}, 3, "event", "skip"),
            ({"get": 403}, 3, "confirmed", "skip"),
            ({"late": 99}, 3, "confirmed", "skip"),
            ({"release": "another"}, 0, "release", "warn"),
            ({"late": 2}, 0, "confirmed", "ok"),
        ]:
            with self.subTest(facts):
                status, seen, said, _ = self.sentry(facts)
                self.assertEqual((status, seen[subject][0]), (ended, mark), (seen, said))

    def test_a_sentry_that_hangs(self):
        status, seen, _, _ = self.sentry({"slow": 2}, "--request-timeout", "1")
        self.assertEqual((status, seen["event"][0]), (3, "skip"))

    def test_a_wrong_key_and_a_wrong_project(self):
        for old, new in [(KEY, "f" * 32), ("/42", "/43")]:
            site = self.serve(status=200, location="")
            with Sentry() as sentry:
                status, seen, _ = self.local(
                    site.port, "--allow-http", SENTRY_DSN=sentry.dsn.replace(old, new)
                )
                self.assertEqual((status, seen["event"][0]), (1, "ng"))

    def test_a_dsn_from_a_file(self):
        path = os.path.join(self.folder, "dsn")
        site = self.serve(status=200, location="")
        with Sentry() as sentry:
            pathlib.Path(path).write_text(sentry.dsn + "\n")
            status, seen, _ = self.local(site.port, "--allow-http", "--sentry-dsn-file", path)
            self.assertEqual((status, seen["event"][0], len(sentry.events)), (0, "ok", 1))

    def test_dsns_that_are_none(self):
        for dsn in ["x", "https://sentry.example/1", "https://%s@sentry.example/" % KEY,
                    "https://short@sentry.example/1", "https://%s@/1" % KEY,
                    "https://%s@sentry.example/one" % KEY, "http://%s@sentry.example/1" % KEY,
                    "https://%s@%s@x/1" % (KEY, KEY)]:  # fmt: skip
            with self.subTest(dsn):
                status, _, said = self.verify("https://www.example.org/", SENTRY_DSN=dsn)
                self.assertEqual(status, 2)
                self.assertIn("preflight: ", said)

    def test_a_dsn_of_this_machine_needs_leave(self):
        status, _, said = self.verify(
            "https://www.example.org/", "--connect-to", "127.0.0.1", "--retries", "0",
            SENTRY_DSN="https://%s@169.254.169.254/1" % KEY,
        )  # fmt: skip
        self.assertEqual(status, 2, said)


if __name__ == "__main__":
    unittest.main()
