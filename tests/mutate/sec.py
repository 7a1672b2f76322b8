"""Defects of secrets and of what the workflow trusts."""
from defect import Defect
from edit import JOURNAL, SHOP, append, both, container, create, replace, variable



def steps(text, job=""):
    """One more job with these steps, which nothing waits for."""
    return append("trigger", "\n  extra:\n    runs-on: ubuntu-24.04\n" + job + "    steps:\n" + text)


DEFECTS = [
    Defect("SEC001", "a secret among the values", container(variable("MAIL_PASSWORD", "k2v7n0xw1eqm3xtb8zs41kdq")), also={"ENV004"}),
    Defect("SEC001", "a secret through sed",
           both(container(variable("MAIL_PASSWORD", "__MAIL_PASSWORD__")),
                replace("workflow", "      - name: Put the image into the task definition\n",
                        "      - run: sed -i \"s/__MAIL_PASSWORD__/${{ secrets.MAIL_PASSWORD }}/\" task-definition.json\n      - name: Put the image into the task definition\n")),
           (SHOP,), also={"ENV004"}),
    Defect("SEC001", "a secret through the render step",
           replace("workflow", "          container-name:", "          environment-variables: MAIL_PASSWORD=${{ secrets.MAIL_PASSWORD }}\n          container-name:"),
           (JOURNAL,), also={"ENV004", "GHA013"}),
    Defect("SEC013", "an action of long ago", replace("trigger", "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "actions/checkout@v1")),
    Defect("SEC002", "a password as an option", steps("      - run: docker login -u acme -p ${{ secrets.GITHUB_TOKEN }} ghcr.io\n")),
    Defect("SEC003", "keys that never expire",
           replace("workflow", "role-to-assume: ${{ secrets.AWS_DEPLOY_ROLE }}",
                   "aws-access-key-id: ${{ secrets.AWS_DEPLOY_ROLE }}\n          aws-secret-access-key: ${{ secrets.DOCKERHUB_TOKEN }}"), (SHOP,)),
    Defect("SEC004", "a commit's message in a script", steps("      - run: echo \"${{ github.event.head_commit.message }}\"\n")),
    Defect("SEC005", "a stranger's action by its tag", steps("      - uses: somebody/notify@v1\n")),
    Defect("SEC006", "a token that may write everything", steps("      - run: date\n", "    permissions: write-all\n")),
    Defect("SEC007", "a stranger's code with the secrets",
           create(".github/workflows/label.yml", "name: label\non: pull_request_target\npermissions: {contents: read}\njobs:\n"
                  "  label:\n    runs-on: ubuntu-24.04\n    steps:\n"
                  "      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n"
                  "        with: {ref: \"${{ github.event.pull_request.head.sha }}\"}\n      - run: make label\n")),
    Defect("SEC008", "all secrets to somebody else",
           append("trigger", "\n  extra:\n    uses: somebody/shared/.github/workflows/lint.yml@0b93645e9fea7318ecaed2b359559ac225c90a2b\n"
                  "    secrets: inherit\n")),
    Defect("SEC009", "all secrets in a variable", steps("      - run: date\n        env: {ALL: \"${{ toJSON(secrets) }}\"}\n")),
    Defect("SEC010", "an artifact with the token",
           steps("      - uses: actions/checkout@v4\n      - uses: actions/upload-artifact@v4\n"
                 "        with: {path: ., include-hidden-files: true}\n")),
    Defect("SEC011", "a token in the settings", append("settings", "\nAPI = \"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\"\n")),
    Defect("SEC012", "an output in the old way", steps("      - run: echo \"::set-output name=tag::1\"\n")),
]
