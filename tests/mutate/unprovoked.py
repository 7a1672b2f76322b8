"""Rules that no defect here provokes, each with its reason."""

REASONS = {
    "DOC004": "the samples' workflows run scripts and ruff, which may run any check",
    "DEP033": "no sample deploys two task definitions in one job",
    "DEP035": "no sample registers what it asked AWS for",
    "IMG034": "the only sample with a proxy in its task takes the address from a variable, in mode bridge",
    "ECS403": "off by default",
    "GHA071": "needs a workflow of 21,000 jobs or the like: tests/unit/test_workflow_limits.c",
    "PFL904": "needs a baseline, and the option that names it",
    "PFL905": "needs the event of a pull request beside the files",
    "PFL001": "needs a file without read permission, which root may read all the same",
    "PFL003": "needs a file larger than a limit: the limits' own tests",
}
