"""Defects of the way from a push to the service."""
from defect import Defect
from edit import BOOKING, FARGATE, JOURNAL, SHOP, append, each, replace


def to(old, new):
    return replace("workflow", old, new)


def on(old, new):
    return replace("trigger", old, new)


def job(text):
    """One more job, which nothing waits for."""
    return append("trigger", "\n  extra:\n    runs-on: ubuntu-24.04\n" + text + "    steps:\n      - run: date\n")


DEFECTS = [
    Defect("DEP001", "the deploy waits for a tag",
           each(shop=on("branches: [main]", "tags: ['v*']"), booking=on("branches: [main]", "tags: ['v*']"),
                journal=on("branches: [main]", "tags: ['v*']"))),
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
    Defect("DEP016", "a container that is not there",
           each(shop=to("container-name: web", "container-name: wbe"), booking=to("container-name: app", "container-name: ap"),
                journal=to("container-name: web", "container-name: wbe")),
           also_in={BOOKING: {"ECS202"}}),
    Defect("DEP017", "a task definition that is not there",
           to("task-definition: ", "task-definition: aws/"), also={"DJG001"}),
    Defect("DEP022", "a ternary with an empty middle",
           on("  preflight:\n", "  preflight:\n    env:\n      SUFFIX: ${{ github.ref_name == 'main' && '' || '-test' }}\n")),
    Defect("DEP023", "contains() on a text",
           on("  preflight:\n", "  preflight:\n    if: contains('main master', github.ref_name)\n")),
    Defect("DOC001", "the documentation names another branch", replace("docs", "git push origin main", "git push origin master")),
]
