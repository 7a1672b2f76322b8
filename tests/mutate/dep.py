"""Defects of the way from a push to the service."""
import json

from defect import Defect
from edit import BOOKING, FARGATE, JOURNAL, SHOP, append, both, create, each, replace, taskdef


def to(old, new, times=1):
    return replace("workflow", old, new, times)


def on(old, new):
    return replace("trigger", old, new)


def job(text):
    """One more job, which nothing waits for."""
    return append("trigger", "\n  extra:\n    runs-on: ubuntu-24.04\n" + text + "    steps:\n      - run: date\n")


METADATA = """      - id: meta
        uses: docker/metadata-action@369eb591f429131d6889c46b94e711f089e6ca96 # v5.6.1
        with:
          images: lejardin/shop
          tags: |
            type=raw,value=stable
            type=raw,value=production

"""


def balancer(family, name, port):
    """A service of that family, as create-service takes it."""
    return json.dumps({"serviceName": family, "taskDefinition": family,
                       "loadBalancers": [{"containerName": name, "containerPort": port}]})


def to_yaml(sample):
    """The task definition in YAML, of which JSON is a part."""
    sample.rename("taskdef", ".yml")


DEFECTS = [
    Defect("DEP001", "the deploy waits for a release that does not start it",
           to("    environment: production\n", "    environment: production\n    if: github.event_name == 'release'\n"), (SHOP,), also={"DEP003", "DOC001"}),
    Defect("DEP002", "the deploy waits for master", on("branches: [main]", "branches: [master]"), FARGATE, also={"DOC001"}),
    Defect("DEP003", "a condition that nothing fulfils",
           job("    if: github.event_name == 'release'\n")),
    Defect("DEP004", "a ref compared with a name",
           job("    if: github.ref == 'main'\n")),
    Defect("DEP005", "the deploy needs a job that is skipped",
           on("  preflight:\n", "  preflight:\n    if: github.ref == 'refs/heads/develop'\n"), (SHOP,), also={"DOC001", "DEP003"}),
    Defect("DEP006", "nothing tests before the deploy", on("needs: [test, preflight]", "needs: [preflight]")),
    Defect("DEP007", "the deploy runs after a failure",
           each(shop=on("    needs: [test, preflight]\n", "    needs: [test, preflight]\n    if: always()\n"),
                booking=on("    needs: [image, staging]\n", "    needs: [image, staging]\n    if: always() && github.event_name == 'push'\n"),
                journal=on("    if: github.ref", "    if: always() && github.ref"))),
    Defect("DEP008", "a push cancels the deploy",
           each(shop=to("cancel-in-progress: false", "cancel-in-progress: true"),
                booking=to("concurrency: booking-production", "concurrency: {group: production, cancel-in-progress: true}"),
                journal=to("      group: release-${{ inputs.environment }}\n",
                           "      group: release-${{ inputs.environment }}\n      cancel-in-progress: true\n"))),
    Defect("DEP009", "workflow and job wait for one group",
           each(shop=to("    environment: production\n", "    environment: production\n    concurrency: production\n"),
                booking=on("env:\n  AWS", "concurrency: booking-staging\n\nenv:\n  AWS"))
           , FARGATE, also={"DEP001", "DOC001"}),
    Defect("DEP010", "two branches deploy to one service", on("branches: [main]", "branches: [main, develop]"), FARGATE),
    Defect("DEP011", "the deploy does not wait", to("          wait-for-service-stability: true\n", "")),
    Defect("DEP012", "no service is named",
           each(shop=to("          service: shop\n", ""), booking=to("          service: booking\n", ""),
                journal=to("          service: ${{ inputs.service }}\n", "")),
           (SHOP, JOURNAL)),
    Defect("DEP013", "nothing checks the deploy", replace("trigger", "preflight", "prepare", times=-1)),
    Defect("DEP014", "no login before the push",
           each(shop=to("docker/login-action@9780b0c442fbb1117ed29e0efdff1e18412f7567 # v3.3.0\n        with:\n"
                        "          username: ${{ secrets.DOCKERHUB_USERNAME }}\n          password: ${{ secrets.DOCKERHUB_TOKEN }}\n",
                        "actions/cache@1bd1e32a3bdc45362d1e726936510720a7c30a57 # v4.2.0\n        with:\n"
                        "          path: cache\n          key: ${{ secrets.DOCKERHUB_USERNAME }}-${{ secrets.DOCKERHUB_TOKEN }}\n"),
                booking=to("      - uses: aws-actions/amazon-ecr-login@062b18b96a7aff071d4dc91bc00c4c1a7945b076 # v2.0.1\n", ""),
                journal=to("          registry: ghcr.io\n", "          registry: quay.io\n"))),
    Defect("DEP014", "a role without the token's permission", to("      id-token: write\n", "", times=1)),
    Defect("DEP015", "another tag is deployed",
           each(shop=to("          image: ${{ env.IMAGE }}", "          image: lejardin/shop:stable"),
                booking=to("          image: ${{ env.REPOSITORY }}:${{ needs.image.outputs.tag }}",
                           "          image: ${{ env.REPOSITORY }}:stable", times=-1),
                journal=to("          image: ${{ env.IMAGE }}:${{ github.sha }}", "          image: ${{ env.IMAGE }}:stable"))),
    Defect("DEP016", "a container that is not there",
           each(shop=to("container-name: web", "container-name: wbe"), booking=to("container-name: app", "container-name: ap"),
                journal=to("container-name: web", "container-name: wbe")),
           also_in={BOOKING: {"ECS202"}}),
    Defect("DEP017", "a task definition that is not there",
           to("task-definition: ", "task-definition: aws/"), also_in={SHOP: {"DJG001"}, JOURNAL: {"DJG001"}}),
    Defect("DEP018", "an output under another name",
           to("echo \"tag=${GITHUB_SHA}\"", "echo \"commit=${GITHUB_SHA}\""), (BOOKING,)),
    Defect("DEP018", "the file instead of what was rendered",
           to("task-definition: ${{ steps.render.outputs.task-definition }}", "task-definition: task-definition.json"), (SHOP,)),
    Defect("DEP019", "a secret in a job's output",
           to("echo \"tag=${GITHUB_SHA}\"", "echo \"tag=${{ secrets.PREFIX }}-${GITHUB_SHA}\""), (BOOKING,)),
    Defect("DEP020", "another region in the workflow",
           each(shop=to("aws-region: eu-west-3", "aws-region: eu-west-1"), booking=to("AWS_REGION: eu-west-2", "AWS_REGION: eu-west-1"),
                journal=to("aws-region: eu-north-1", "aws-region: eu-west-1"))),
    Defect("DEP022", "a ternary with an empty middle",
           on("  preflight:\n", "  preflight:\n    env:\n      SUFFIX: ${{ github.ref_name == 'main' && '' || '-test' }}\n")),
    Defect("DEP023", "contains() on a text",
           on("  preflight:\n", "  preflight:\n    if: contains('main master', github.ref_name)\n")),
    Defect("DEP024", "a role of another account",
           taskdef(lambda t: t.update(executionRoleArn=t["executionRoleArn"].replace("731904586233", "482913570216"))), (BOOKING,), also={"ECS230"}),
    Defect("DEP025", "a task definition in YAML that is rendered",
           both(to_yaml, to("task-definition.json\n", "task-definition.yml\n")), (SHOP, JOURNAL)),
    Defect("DEP026", "a command with quotes",
           to("          container-name:", "          command: sh -c \"gunicorn shop.wsgi\"\n          container-name:")),
    Defect("DEP012", "the service has gone",
           each(shop=to("          service: shop\n", ""), journal=to("          service: ${{ inputs.service }}\n", "")), (SHOP, JOURNAL)),
    Defect("DEP032", "the cluster in a variable alone",
           both(to("          cluster: production\n", ""),
                to("      - name: Build and push the image\n",
                   "      - name: Build and push the image\n        env:\n          ECS_CLUSTER: production\n")), (SHOP,)),
    Defect("DEP034", "a migration in a container that is not there", to('[{"name": "app", "command"', '[{"name": "web", "command"'), (BOOKING,)),
    Defect("DEP021", "nobody migrates", replace("start.sh", "python manage.py migrate --no-input\n", ""), (JOURNAL,)),
    Defect("DEP027", "a restart that restarts nothing",
           append("workflow", "\n      - run: aws ecs update-service --cluster production --service shop\n"), (SHOP,)),
    Defect("DEP036", "a variable of no step",
           on("  preflight:\n", "  tag:\n    runs-on: ubuntu-24.04\n    permissions: {}\n    steps:\n"
                                 "      - run: docker tag shop shop:$TAG\n  preflight:\n")),
    Defect("DEP029", "an image with two tags",
           both(to("      - name: Build and push the image\n", METADATA + "      - name: Build and push the image\n"),
                to("tags: ${{ env.IMAGE }}", "tags: ${{ steps.meta.outputs.tags }}"),
                to("          image: ${{ env.IMAGE }}", "          image: ${{ steps.meta.outputs.tags }}")), (SHOP,)),
    Defect("DEP030", "the load balancer asks another port",
           each(shop=create("service.json", balancer("shop", "web", 80)),
                booking=create("service.json", balancer("booking-production", "app", 80)),
                journal=create("service.json", balancer("journal", "nginx", 8081)))),
    Defect("ECS239", "an empty list of tags for the command line",
           both(taskdef(lambda t: t.update(tags=[])),
                append("workflow", "\n      - run: aws ecs register-task-definition --cli-input-json file://task-definition.json\n")), (SHOP,)),
    Defect("DEP028", "a workflow that waits for nobody",
           create(".github/workflows/after.yml", "name: after\non: {workflow_run: {workflows: [nobody], types: [completed]}}\n"
                  "permissions: {contents: read}\njobs: {extra: {runs-on: ubuntu-24.04, steps: [{run: date}]}}\n")),
    Defect("DOC002", "the documentation's table has one variable more",
           each(booking=replace("docs", "| `SENTRY_DSN` ", "| `SESSION_STORE` | no | plain | where sessions are |\n| `SENTRY_DSN` "),
                journal=replace("docs", "| `SENTRY_DSN` ", "| `SESSION_STORE` | no | where sessions are |\n| `SENTRY_DSN` ")), (BOOKING, JOURNAL)),
    Defect("DOC003", "a documented secret is not used",
           replace("workflow", "${{ secrets.DOCKERHUB_USERNAME }}", "lejardin"), (SHOP,)),
    Defect("DOC001", "the documentation names another branch", replace("docs", "git push origin main", "git push origin master")),
    Defect("DEP031", "a matrix around the deploy",
           replace("workflow", "    environment: production\n", "    environment: production\n    strategy:\n      matrix:\n        python: ['3.11', '3.12']\n"), (SHOP,)),
]
