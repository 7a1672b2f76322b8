"""A small Amazon: what ECS, STS, SSM, Secrets Manager and CloudWatch Logs answer, with their state.

No sockets here: aws_server.py puts it behind HTTP for the real aws program, shims.py behind a
program that stands in for it. A scenario (a dict, or its JSON) says how it behaves:

    {"rollout": "good",       what becomes of a new deployment:
                              good      running after `polls` looks, then COMPLETED
                              rollback  tasks fail, the circuit breaker goes back to the old one
                              fail      tasks fail, FAILED, nothing goes back
                              crash     tasks fail for ever, no circuit breaker
                              stuck     for ever pending
                              replaced  somebody else deploys another revision meanwhile
     "polls": 3,
     "stopped": {"reason": "…", "code": "…", "exit": 3, "container_reason": "…"},
     "faults": [{"op": "UpdateService", "skip": 0, "times": 2, "kind": "throttle"}]}

Kinds of faults: throttle, deny, expired, error (with "code" and "message"), garbage, html, empty,
huge, http (with "status"), slow (with "seconds").
"""
import copy
import itertools
import time

ACCOUNT = "482913570216"
REGION = "eu-west-3"
READ_ONLY = {
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "registeredBy",
    "deregisteredAt",
}
ECS_TARGET = "AmazonEC2ContainerServiceV20141113"
NAMED_FAULTS = {
    "throttle": ("ThrottlingException", "Rate exceeded"),
    "deny": (
        "AccessDeniedException",
        "User: arn:aws:iam::%s:user/bot is not authorized to perform this" % ACCOUNT,
    ),
    "expired": ("ExpiredTokenException", "The security token included in the request is expired"),
}


class ServiceError(Exception):
    def __init__(self, code, message, status=400):
        super().__init__("%s: %s" % (code, message))
        self.code, self.message, self.status = code, message, status


class RawAnswer(Exception):
    """The bytes to send instead of what the service would say."""

    def __init__(self, body, status=200):
        super().__init__(status)
        self.body, self.status = body, status


def arn(service, rest):
    return "arn:aws:%s:%s:%s:%s" % (service, REGION, ACCOUNT, rest)


def last_part(name):
    return name.rsplit("/", 1)[-1]


class Cloud:
    def __init__(self, scenario=None, service="shop", cluster="production", family="shop"):
        self.scenario = {"rollout": "good", "polls": 3, "faults": []}
        self.scenario.update(scenario or {})
        self.faults = [dict(fault) for fault in self.scenario["faults"]]
        self.calls = []  # (operation, parameters), in order
        self.numbers = itertools.count(1)
        self.clusters = {cluster}
        self.families = {}
        self.services = {}
        self.tasks = {}
        self.secrets = {}
        self.parameters = {}
        self.logs = {}  # stream: lines
        self.started = None  # called with the task definition that a service is sent to
        self.is_ready = None  # asked before a new deployment's tasks count as running
        if service:
            self.add_service(cluster, service, family)

    # -- building the world ------------------------------------------------------------------

    def add_service(self, cluster, name, family, image="lejardin/shop:1.3.0"):
        first = self.register(
            {
                "family": family,
                "networkMode": "awsvpc",
                "cpu": "512",
                "memory": "1024",
                "requiresCompatibilities": ["FARGATE"],
                "containerDefinitions": [{"name": "web", "image": image, "essential": True}],
            }
        )
        service = {
            "serviceName": name,
            "serviceArn": arn("ecs", "service/%s/%s" % (cluster, name)),
            "clusterArn": arn("ecs", "cluster/" + cluster),
            "status": "ACTIVE",
            "desiredCount": 2,
            "launchType": "FARGATE",
            "deploymentController": {"type": "ECS"},
            "deploymentConfiguration": {
                "deploymentCircuitBreaker": {
                    "enable": self.scenario["rollout"] in ("rollback", "fail"),
                    "rollback": self.scenario["rollout"] == "rollback",
                },
                "maximumPercent": 200,
                "minimumHealthyPercent": 100,
            },
            "loadBalancers": [{"containerName": "web", "containerPort": 8000}],
            "schedulingStrategy": "REPLICA",
            "createdAt": 1700000000.0,
            "events": [],
            "deployments": [],
        }
        self.services[cluster, name] = service
        self.new_deployment(service, first["taskDefinitionArn"])
        self.complete(service)
        self.say(service, "has reached a steady state.")
        return service

    def new_deployment(self, service, task_definition, rollout=None):
        for older in service["deployments"]:
            older["status"] = "ACTIVE"
        service["deployments"].insert(
            0,
            {
                "id": "ecs-svc/%019d" % (4000000000000000000 + next(self.numbers)),
                "status": "PRIMARY",
                "taskDefinition": task_definition,
                "desiredCount": service["desiredCount"],
                "pendingCount": 0,
                "runningCount": 0,
                "failedTasks": 0,
                "createdAt": time.time(),
                "updatedAt": time.time(),
                "launchType": "FARGATE",
                "rolloutState": "IN_PROGRESS",
                "rolloutStateReason": "ECS deployment is in progress.",
                "_polls": 0,
                "_rollout": rollout or self.scenario["rollout"],
            },
        )
        service["taskDefinition"] = task_definition

    def say(self, service, text):
        service["events"].insert(
            0,
            {
                "id": "00000000-0000-4000-8000-%012d" % next(self.numbers),
                "createdAt": time.time(),
                "message": "(service %s) %s" % (service["serviceName"], text),
            },
        )

    # -- a rollout moves on each time somebody looks -----------------------------------------

    def complete(self, service):
        primary = service["deployments"][0]
        primary.update(
            runningCount=service["desiredCount"],
            pendingCount=0,
            rolloutState="COMPLETED",
            rolloutStateReason="ECS deployment completed.",
        )
        service["deployments"] = [primary]

    def fail_task(self, service, deployment):
        stopped = self.scenario.get("stopped", {})
        name = "%032x" % next(self.numbers)
        self.tasks[name] = {
            "taskArn": arn("ecs", "task/%s/%s" % (last_part(service["clusterArn"]), name)),
            "clusterArn": service["clusterArn"],
            "taskDefinitionArn": deployment["taskDefinition"],
            "group": "service:" + service["serviceName"],
            "startedBy": deployment["id"],
            "desiredStatus": "STOPPED",
            "lastStatus": "STOPPED",
            "stopCode": stopped.get("code", "EssentialContainerExited"),
            "stoppedReason": stopped.get("reason", "Essential container in task exited"),
            "createdAt": time.time(),
            "stoppedAt": time.time(),
            "containers": [
                {
                    "name": "web",
                    "lastStatus": "STOPPED",
                    "exitCode": stopped.get("exit", 3),
                    **(
                        {"reason": stopped["container_reason"]}
                        if "container_reason" in stopped
                        else {}
                    ),
                }
            ],
        }
        deployment["failedTasks"] += 1
        self.say(service, "has started 1 tasks: (task %s)." % name)

    def advance(self, service):
        primary = service["deployments"][0]
        if primary["rolloutState"] != "IN_PROGRESS":
            return
        if primary["_polls"] > 0 and self.is_ready and not self.is_ready():
            return
        primary["_polls"] += 1
        polls, rollout = primary["_polls"], primary["_rollout"]
        wanted = service["desiredCount"]
        if rollout == "good":
            if polls == 1:
                primary["pendingCount"] = wanted
                self.say(service, "has started %d tasks: (task one) (task two)." % wanted)
            elif polls < self.scenario["polls"]:
                primary.update(pendingCount=0, runningCount=wanted)
            else:
                self.complete(service)
                self.say(service, "has reached a steady state.")
        elif rollout == "stuck":
            primary["pendingCount"] = wanted
        elif rollout == "replaced":
            if polls >= 2:
                other = self.register(
                    {"family": "shop", "containerDefinitions": [{"name": "web", "image": "other"}]}
                )
                self.new_deployment(service, other["taskDefinitionArn"], "good")
        else:
            self.fail_task(service, primary)
            if rollout != "crash" and polls >= self.scenario["polls"]:
                self.break_circuit(service, primary, rollout == "rollback")

    def break_circuit(self, service, failed, goes_back):
        failed.update(
            rolloutState="FAILED",
            rolloutStateReason="ECS deployment circuit breaker: tasks failed to start.",
        )
        self.say(service, "(deployment %s) deployment failed: tasks failed to start." % failed["id"])
        if goes_back:
            older = service["deployments"][1]["taskDefinition"]
            self.say(service, "rolling back to %s." % older)
            self.new_deployment(service, older, "good")
            service["deployments"][0]["rolloutStateReason"] = (
                "ECS deployment circuit breaker: rolling back to %s." % older
            )

    # -- operations ----------------------------------------------------------------------------

    def register(self, definition):
        family = definition["family"]
        revisions = self.families.setdefault(family, [])
        kept = copy.deepcopy(definition)
        kept.update(
            taskDefinitionArn=arn("ecs", "task-definition/%s:%d" % (family, len(revisions) + 1)),
            revision=len(revisions) + 1,
            status="ACTIVE",
            compatibilities=["EC2", "FARGATE"],
            requiresAttributes=[],
            registeredAt=time.time(),
            registeredBy="arn:aws:iam::%s:user/bot" % ACCOUNT,
        )
        revisions.append(kept)
        return kept

    def task_definition(self, name):
        family, _, revision = last_part(name).partition(":")
        revisions = self.families.get(family)
        if not revisions:
            raise ServiceError("ClientException", "Unable to describe task definition.")
        if not revision:
            return revisions[-1]
        if not revision.isdigit() or not 0 < int(revision) <= len(revisions):
            raise ServiceError("ClientException", "Unable to describe task definition.")
        return revisions[int(revision) - 1]

    def service(self, parameters, name):
        cluster = last_part(parameters.get("cluster", "default"))
        if cluster not in self.clusters:
            raise ServiceError("ClusterNotFoundException", "Cluster not found.")
        return self.services.get((cluster, last_part(name)))

    def register_task_definition(self, parameters):
        wrong = READ_ONLY & set(parameters)
        if wrong:
            raise ServiceError("ClientException", "unknown parameter: " + ", ".join(sorted(wrong)))
        if not parameters.get("containerDefinitions"):
            raise ServiceError("ClientException", "Container list cannot be empty.")
        return {"taskDefinition": self.register(parameters)}

    def describe_task_definition(self, parameters):
        return {"taskDefinition": self.task_definition(parameters["taskDefinition"]), "tags": []}

    def describe_clusters(self, parameters):
        found, missing = [], []
        for name in parameters.get("clusters", ["default"]):
            if last_part(name) in self.clusters:
                found.append(
                    {
                        "clusterArn": arn("ecs", "cluster/" + last_part(name)),
                        "clusterName": last_part(name),
                        "status": "ACTIVE",
                    }
                )
            else:
                missing.append({"arn": arn("ecs", "cluster/" + name), "reason": "MISSING"})
        return {"clusters": found, "failures": missing}

    def describe_services(self, parameters):
        found, missing = [], []
        for name in parameters["services"]:
            service = self.service(parameters, name)
            if service:
                self.advance(service)
                found.append(self.shown(service))
            else:
                missing.append({"arn": arn("ecs", "service/" + name), "reason": "MISSING"})
        return {"services": found, "failures": missing}

    def shown(self, service):
        seen = copy.deepcopy(service)
        for deployment in seen["deployments"]:
            deployment.pop("_polls")
            deployment.pop("_rollout")
        seen["runningCount"] = sum(d["runningCount"] for d in seen["deployments"])
        seen["pendingCount"] = sum(d["pendingCount"] for d in seen["deployments"])
        return seen

    def update_service(self, parameters):
        service = self.service(parameters, parameters["service"])
        if not service:
            raise ServiceError("ServiceNotFoundException", "Service not found.")
        if service["status"] != "ACTIVE":
            raise ServiceError("ServiceNotActiveException", "Service was not ACTIVE.")
        wanted = parameters.get("taskDefinition", service["taskDefinition"])
        definition = self.task_definition(wanted)["taskDefinitionArn"]
        primary = service["deployments"][0]
        if "desiredCount" in parameters:
            service["desiredCount"] = parameters["desiredCount"]
        if definition != primary["taskDefinition"] or parameters.get("forceNewDeployment"):
            self.new_deployment(service, definition)
            if self.started:
                self.started(self.task_definition(wanted))
        return {"service": self.shown(service)}

    def list_tasks(self, parameters):
        self.service(parameters, parameters.get("serviceName", ""))
        wanted = parameters.get("desiredStatus", "RUNNING")
        named = parameters.get("serviceName")
        return {
            "taskArns": [
                task["taskArn"]
                for task in self.tasks.values()
                if task["desiredStatus"] == wanted
                and (not named or task["group"] == "service:" + last_part(named))
            ]
        }

    def describe_tasks(self, parameters):
        found = [self.tasks.get(last_part(name)) for name in parameters["tasks"]]
        return {"tasks": [task for task in found if task], "failures": []}

    def describe_secret(self, parameters):
        named = parameters["SecretId"]
        for name, secret in self.secrets.items():
            if named == name or named.split(":secret:")[-1].rpartition("-")[0] == name:
                return {"ARN": named, "Name": name, **secret}
        raise ServiceError(
            "ResourceNotFoundException", "Secrets Manager can't find the specified secret."
        )

    def get_parameters(self, parameters):
        found = [
            {"Name": name, "Type": "SecureString", "ARN": arn("ssm", "parameter/" + name)}
            for name in parameters["Names"]
            if name in self.parameters
        ]
        missing = [name for name in parameters["Names"] if name not in self.parameters]
        return {"Parameters": found, "InvalidParameters": missing}

    def get_log_events(self, parameters):
        lines = self.logs.get(parameters["logStreamName"])
        if lines is None:
            raise ServiceError(
                "ResourceNotFoundException", "The specified log stream does not exist."
            )
        return {
            "events": [
                {"timestamp": 1700000000000 + n, "message": line, "ingestionTime": 1700000000000}
                for n, line in enumerate(lines)
            ],
            "nextForwardToken": "f/0",
            "nextBackwardToken": "b/0",
        }

    def describe_log_groups(self, parameters):
        return {
            "logGroups": [
                {"logGroupName": parameters.get("logGroupNamePrefix", "/ecs/shop"), "storedBytes": 0}
            ]
        }

    def describe_log_streams(self, _):
        return {"logStreams": [{"logStreamName": name} for name in sorted(self.logs)]}

    def get_caller_identity(self, _):
        return {
            "UserId": "AIDAEXAMPLE",
            "Account": ACCOUNT,
            "Arn": "arn:aws:iam::%s:user/bot" % ACCOUNT,
        }

    OPERATIONS = {
        "RegisterTaskDefinition": register_task_definition,
        "DescribeTaskDefinition": describe_task_definition,
        "DescribeClusters": describe_clusters,
        "DescribeServices": describe_services,
        "UpdateService": update_service,
        "ListTasks": list_tasks,
        "DescribeTasks": describe_tasks,
        "DescribeSecret": describe_secret,
        "GetParameters": get_parameters,
        "GetLogEvents": get_log_events,
        "DescribeLogGroups": describe_log_groups,
        "DescribeLogStreams": describe_log_streams,
        "GetCallerIdentity": get_caller_identity,
    }

    def fault(self, operation):
        for fault in self.faults:
            if fault["op"] not in (operation, "*"):
                continue
            if fault.get("skip", 0) > 0:
                fault["skip"] -= 1
                continue
            if fault.get("times", 1) <= 0:
                continue
            fault["times"] = fault.get("times", 1) - 1
            return fault
        return None

    def call(self, operation, parameters):
        """The answer as a dict; ServiceError or RawAnswer instead of one."""
        self.calls.append((operation, copy.deepcopy(parameters)))
        fault = self.fault(operation)
        if fault:
            self.fail(fault)
        if operation not in self.OPERATIONS:
            raise ServiceError("UnknownOperationException", operation)
        return self.OPERATIONS[operation](self, parameters)

    def fail(self, fault):
        kind = fault["kind"]
        if kind in NAMED_FAULTS:
            raise ServiceError(*NAMED_FAULTS[kind])
        if kind == "error":
            raise ServiceError(fault["code"], fault["message"])
        if kind == "http":
            raise ServiceError("ServerException", "try again", fault["status"])
        if kind == "slow":
            time.sleep(fault["seconds"])
            return
        raise RawAnswer(
            {
                "garbage": b'{"services": [{"serviceName": "sh',
                "html": b"<html><body>Bad gateway</body></html>",
                "empty": b"",
                "huge": b'{"services": [' + b'{"a": 1},' * 200000 + b"{}]}",
            }[kind]
        )

    def count(self, operation):
        return sum(1 for called, _ in self.calls if called == operation)
