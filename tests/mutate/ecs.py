"""Defects of a task definition."""
from defect import Defect
from edit import BOOKING, FARGATE, JOURNAL, SHOP, both, container, put, replace, sidecar, taskdef

EC2 = (JOURNAL,)


def inside(member, **values):
    """For container(): sets members of one of its objects, which is made if need be."""

    def change(owner):
        put(**values)(owner.setdefault(member, {}))

    return change


def log_option(name, value):
    return lambda owner: put(**{name: value})(owner["logConfiguration"]["options"])


def first_port(**values):
    return lambda owner: put(**values)(owner["portMappings"][0])


def first_secret(**values):
    return lambda owner: put(**values)(owner["secrets"][0])


def secret_of_its_region(value):
    """The first secret's reference, with the region of the logs."""

    def change(owner):
        region = owner["logConfiguration"]["options"]["awslogs-region"]
        owner["secrets"][0]["valueFrom"] = value.format(region)

    return change


def first_container(**values):
    return lambda definition: put(**values)(definition["containerDefinitions"][0])


def rename_key(old, new):
    def change(owner):
        owner[new] = owner.pop(old)

    return change


DEPLOY = "amazon-ecs-deploy-task-definition@fc8fc60f3a60ffd500fcb13b209c59d221ac8c8c"
ARN = "arn:aws:secretsmanager:eu-west-3:482913570216:secret:"

# The references below are of the first sample's region.
ANOTHER_REGION = {BOOKING: {"DEP020"}, JOURNAL: {"DEP020"}}

DEFECTS = [
    # Shape.
    Defect("ECS001", "a key of the container has a slip", container(rename_key("essential", "esential"))),
    Defect("ECS001", "a key as CloudFormation writes it", taskdef(rename_key("executionRoleArn", "ExecutionRoleArn")),
           also={"ECS207"}, also_in={SHOP: {"ECS107", "ECS401"}, BOOKING: {"ECS107"}, JOURNAL: {"ECS401"}}),
    Defect("ECS001", "a key that belongs to Docker Compose", container(put(restart="always"))),
    Defect("ECS002", "a port is a text", container(first_port(containerPort="8000")), FARGATE),
    Defect("ECS002", "essential is a text", container(put(essential="true"))),
    Defect("ECS002", "a list is one text", container(put(dockerLabels=["web"]))),
    Defect("ECS003", "the family is missing", taskdef(put(family=None))),
    Defect("ECS003", "the health check has no command", container(lambda c: c["healthCheck"].pop("command"))),
    Defect("ECS004", "a network mode has a slip", taskdef(put(networkMode="awsvcp")), FARGATE, also={"ECS101"}),
    Defect("ECS004", "a processor has a slip", taskdef(lambda t: t["runtimePlatform"].update(cpuArchitecture="AMD64")),
           FARGATE),
    Defect("ECS005", "the file is a dump", taskdef(put(revision=7, status="ACTIVE"))),
    # Fargate.
    Defect("ECS101", "Fargate in bridge mode", taskdef(put(networkMode="bridge")), FARGATE),
    Defect("ECS101", "Fargate without a network mode", taskdef(put(networkMode=None)), FARGATE),
    Defect("ECS102", "Fargate without memory", taskdef(put(memory=None)), FARGATE),
    Defect("ECS102", "Fargate without cpu", taskdef(put(cpu=None)), FARGATE),
    Defect("ECS103", "too much memory for the cpu", taskdef(put(memory="16384")), FARGATE),
    Defect("ECS103", "a cpu size that is none", taskdef(put(cpu="640")), FARGATE),
    Defect("ECS104", "half a vCPU for Windows",
           taskdef(lambda t: (t.update(cpu="512", memory="1024"),
                              t["runtimePlatform"].update(operatingSystemFamily="WINDOWS_SERVER_2022_CORE"))), FARGATE),
    Defect("ECS105", "a log driver of Docker's own", container(put(logConfiguration={"logDriver": "json-file"})), FARGATE),
    Defect("ECS106", "no stream prefix", container(log_option("awslogs-stream-prefix", None)), FARGATE),
    Defect("ECS107", "no execution role for the logs",
           taskdef(put(executionRoleArn=None)), FARGATE, also={"ECS207"}, also_in={SHOP: {"ECS401"}}),
    Defect("ECS108", "privileged on Fargate", container(put(privileged=True)), FARGATE),
    Defect("ECS108", "a host name on Fargate", container(put(hostname="web")), FARGATE),
    Defect("ECS109", "a capability that Fargate does not add",
           container(inside("linuxParameters", capabilities={"add": ["NET_ADMIN"]})), FARGATE),
    Defect("ECS110", "too little ephemeral storage", taskdef(put(ephemeralStorage={"sizeInGiB": 20})), FARGATE),
    Defect("ECS110", "too much ephemeral storage", taskdef(put(ephemeralStorage={"sizeInGiB": 201})), FARGATE),
    Defect("ECS111", "a stop timeout that Fargate does not take", container(put(stopTimeout=180)), FARGATE),
    Defect("ECS112", "a container larger than the task", container(put(memory=4096)), FARGATE),
    Defect("ECS112", "more cpu than the task has", container(put(cpu=2048)), FARGATE),
    Defect("ECS113", "a FireLens configuration in S3",
           taskdef(sidecar(firelensConfiguration={
               "type": "fluentbit", "options": {"config-file-type": "s3", "config-file-value": "arn:aws:s3:::logs/f.conf"}})),
           FARGATE),
    Defect("ECS114", "a ulimit without effect",
           container(put(ulimits=[{"name": "nproc", "softLimit": 4096, "hardLimit": 4096}])), FARGATE),
    Defect("ECS115", "the processor is not said", taskdef(put(runtimePlatform=None)), FARGATE,
           also_in={BOOKING: {"IMG010"}}),
    Defect("ECS116", "pidMode task without a platform",
           taskdef(lambda t: (t.update(pidMode="task"), t["runtimePlatform"].pop("operatingSystemFamily"))), FARGATE),
    # Any launch type.
    Defect("ECS201", "a family with a slash", taskdef(put(family="shop/web"))),
    Defect("ECS202", "a container's name with a dot", taskdef(sidecar(name="web.1"))),
    Defect("ECS202", "two containers of one name",
           taskdef(lambda t: sidecar(name=t["containerDefinitions"][0]["name"])(t))),
    Defect("ECS203", "no container is essential",
           taskdef(lambda t: [c.update(essential=False) for c in t["containerDefinitions"]])),
    Defect("ECS204", "a container without memory on EC2", taskdef(first_container(memory=None, memoryReservation=None)), EC2),
    Defect("ECS205", "more reserved than allowed", container(put(memory=128, memoryReservation=256))),
    Defect("ECS207", "secrets without an execution role", taskdef(put(executionRoleArn=None)), EC2, also={"ECS401"}),
    Defect("ECS208", "awslogs without a group", container(log_option("awslogs-group", None))),
    Defect("ECS209", "awslogs-region is an address",
           container(log_option("awslogs-region", "https://logs.eu-west-3.amazonaws.com"))),
    Defect("ECS210", "an option with a slip", container(log_option("awslogs-steam-prefix", "web"))),
    Defect("ECS211", "the log group is to be made", container(log_option("awslogs-create-group", "true"))),
    Defect("ECS212", "another host port in awsvpc", container(first_port(hostPort=80)), FARGATE),
    Defect("ECS213", "ports without a network", taskdef(put(networkMode="none")), EC2, also={"ECS220"}),
    Defect("ECS214", "a port that is none", taskdef(lambda t: first_port(containerPort=80000, hostPort=0)(t["containerDefinitions"][0])), EC2),
    Defect("ECS215", "a port's name in capitals", container(first_port(name="HTTP")), FARGATE),
    Defect("ECS216", "a health check without CMD",
           container(lambda c: c["healthCheck"].update(command=["python", "manage.py", "check"]))),
    Defect("ECS217", "dependsOn names nobody",
           container(put(dependsOn=[{"containerName": "databse", "condition": "START"}]))),
    Defect("ECS218", "a volume that is not declared",
           container(lambda c: c.setdefault("mountPoints", []).append(
               {"sourceVolume": "uploads", "containerPath": "/uploads"}))),
    Defect("ECS219", "EFS with IAM and without encryption",
           taskdef(lambda t: t["volumes"][1]["efsVolumeConfiguration"].pop("transitEncryption")), EC2),
    Defect("ECS220", "links in host mode", taskdef(put(networkMode="host")), EC2),
    Defect("ECS221", "an environment file without .env",
           container(put(environmentFiles=[{"type": "s3", "value": "arn:aws:s3:::shop-config/production.txt"}]))),
    Defect("ECS222", "a restart period that is too short",
           container(put(restartPolicy={"enabled": True, "restartAttemptPeriod": 30}))),
    Defect("ECS223", "awsfirelens without a router",
           container(put(logConfiguration={"logDriver": "awsfirelens", "options": {"Name": "cloudwatch"}}))),
    Defect("ECS224", "a reserved tag", taskdef(put(tags=[{"key": "aws:team", "value": "web"}]))),
    Defect("ECS225", "a proxy that is no container", taskdef(put(proxyConfiguration={
        "type": "APPMESH", "containerName": "envoy",
        "properties": [{"name": name, "value": "15000"} for name in
                       ("IgnoredUID", "AppPorts", "ProxyIngressPort", "ProxyEgressPort")]})), FARGATE),
    Defect("ECS226", "swappiness out of range",
           container(inside("linuxParameters", swappiness=120, maxSwap=0)), EC2),
    Defect("ECS228", "a role without its ARN", taskdef(lambda t: t.update(
        taskRoleArn=t["executionRoleArn"].replace(":role/", ":")))),
    Defect("ECS229", "one role for both", taskdef(lambda t: t.update(taskRoleArn=t["executionRoleArn"]))),
    Defect("ECS214", "a range of ports that ends before it begins",
           taskdef(lambda t: t["containerDefinitions"][0].update(portMappings=[{"containerPortRange": "8010-8000"}]))),
    Defect("ECS215", "two ports of one name",
           container(put(portMappings=[{"name": "http", "containerPort": 8000}, {"name": "http", "containerPort": 8080}]))),
    Defect("ECS217", "a container that waits for itself",
           taskdef(lambda t: t["containerDefinitions"][-1].update(
               dependsOn=[{"containerName": t["containerDefinitions"][-1]["name"], "condition": "START"}]))),
    Defect("ECS217", "healthy without a health check", container(lambda c: c.pop("healthCheck")), EC2),
    Defect("ECS230", "roles of two accounts", taskdef(put(taskRoleArn="arn:aws:iam::109876543210:role/shop-task")),
           also_in={BOOKING: {"DEP024"}}),
    Defect("ECS231", "a health check every hour", container(lambda c: c["healthCheck"].update(interval=3600))),
    Defect("ECS231", "four MiB of memory", container(put(memoryReservation=4))),
    Defect("ECS232", "two ways to tell where an entry begins",
           container(lambda c: c["logConfiguration"]["options"].update({
               "awslogs-multiline-pattern": "^INFO", "awslogs-datetime-format": "%Y-%m-%d"}))),
    Defect("ECS233", "a volume of two kinds", taskdef(lambda t: t["volumes"][0].update(host={"sourcePath": "/data"})), EC2),
    Defect("ECS234", "volumes from nobody", container(put(volumesFrom=[{"sourceContainer": "data"}]))),
    Defect("ECS235", "a folder beside an access point",
           taskdef(lambda t: t["volumes"][1]["efsVolumeConfiguration"].update(rootDirectory="/media")), EC2),
    Defect("ECS236", "a tag twice", taskdef(put(tags=[{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]))),
    Defect("ECS237", "a proxy without its ports", taskdef(lambda t: (sidecar(name="envoy")(t), t.update(proxyConfiguration={
        "type": "APPMESH", "containerName": "envoy",
        "properties": [{"name": "ProxyIngressPort", "value": "15000"}]}))), FARGATE),
    Defect("ECS238", "a parameter of the host's kernel",
           container(put(systemControls=[{"namespace": "vm.overcommit_memory", "value": "1"}]))),
    Defect("ECS214", "a port of a range that stands before it",
           taskdef(lambda t: t["containerDefinitions"][0].update(
               portMappings=[{"containerPortRange": "7990-8080"}, {"containerPort": 8080}]))),
    Defect("ECS240", "ten variables of seven thousand characters",
           container(lambda c: c["environment"].extend({"name": f"NOTE_{i}", "value": "n" * 7000} for i in range(10))),
           also={"ENV004"}),
    Defect("ECS007", "a key that version 1 of the action does not know",
           both(taskdef(put(enableFaultInjection=False)), replace("workflow", DEPLOY, "amazon-ecs-deploy-task-definition@v1 #", times=-1)),
           also_in={BOOKING: {"GHA051"}}),
    Defect("ECS404", "privileged on EC2", container(put(privileged=True)), EC2),
    Defect("ECS405", "the processes of the host", taskdef(put(pidMode="host")), EC2),
    Defect("ECS407", "no log", container(put(logConfiguration=None))),
    Defect("ECS408", "EFS in clear",
           taskdef(lambda t: t["volumes"][1]["efsVolumeConfiguration"].update(transitEncryption="DISABLED", authorizationConfig={})), EC2),
    # References to secrets.
    Defect("ECS301", "a secret's key without its two colons",
           container(first_secret(valueFrom=ARN + "shop/production-Kd81Zs:SECRET_KEY")),
           also_in=ANOTHER_REGION),
    Defect("ECS302", "two slashes after parameter",
           container(first_secret(valueFrom="arn:aws:ssm:eu-west-3:482913570216:parameter//shop/secret-key")),
           also_in=ANOTHER_REGION),
    Defect("ECS303", "the value instead of its name",
           container(first_secret(valueFrom="9y$B&E)H@McQfTjWnZr4u7x!A%D*G-Ka"))),
    Defect("ECS305", "a secret without its suffix", container(secret_of_its_region("arn:aws:secretsmanager:{}:482913570216:secret:shop:SECRET_KEY::"))),
    Defect("ECS306", "a reference to a bucket", container(first_secret(valueFrom="arn:aws:s3:::shop/secret-key"))),
    Defect("ECS306", "a partition of another region",
           container(secret_of_its_region("arn:aws-cn:ssm:{}:482913570216:parameter/shop/secret-key"))),
    Defect("ECS304", "a whole secret where others take a key",
           container(lambda c: c["secrets"][0].update(valueFrom=c["secrets"][0]["valueFrom"].rsplit(":", 3)[0])),
           (SHOP, JOURNAL)),
    Defect("ECS401", "registry credentials without an execution role",
           taskdef(put(executionRoleArn=None)), (SHOP, JOURNAL), also={"ECS207"}, also_in={SHOP: {"ECS107"}}),
    Defect("ECS402", "the task runs as root", container(put(user="root"))),
    Defect("ECS241", "static files are collected on a disk that is read only",
           replace("docker-entrypoint.sh", "exec ", "python manage.py collectstatic --no-input\nexec "), (SHOP,)),
]
