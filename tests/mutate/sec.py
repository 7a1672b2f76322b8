"""Defects of secrets and of what the workflow trusts."""
from defect import Defect
from edit import JOURNAL, container, replace, variable

DEFECTS = [
    Defect("SEC001", "a secret among the values", container(variable("MAIL_PASSWORD", "k2v7n0xw1eqm3xtb8zs41kdq")), also={"ENV004"}),
    Defect("SEC001", "a secret through the render step",
           replace("workflow", "          container-name:", "          environment-variables: MAIL_PASSWORD=${{ secrets.MAIL_PASSWORD }}\n          container-name:"),
           (JOURNAL,), also={"ENV004", "GHA013"}),
    Defect("SEC013", "an action of long ago", replace("trigger", "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "actions/checkout@v1")),
]
