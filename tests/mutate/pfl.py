"""Defects of files as files, and of what hides findings."""
from defect import Defect
from edit import BOOKING, SHOP, append, replace

DEFECTS = [
    Defect("PFL002", "a comma too many in the task definition", replace("taskdef", '"family": ', '"family": ,')),
    Defect("PFL004", "a bracket that nobody closes", append("settings", "\nCACHES = {\n")),
    Defect("PFL005", "a key of the task definition twice", replace("taskdef", '"family": ', '"family": "old", "family": ')),
    Defect("PFL006", "a byte order mark", replace("taskdef", "{", "\ufeff{")),
    Defect("PFL902", "a comment that hides nothing", replace("dockerfile", "FROM", "# preflight: ignore[IMG014] kept for a while\nFROM")),
    Defect("PFL901", "a comment without a reason",
           replace("settings", "SECURE_HSTS_PRELOAD = True", "# preflight: ignore[DJG031]\nSECURE_HSTS_PRELOAD = False"), (SHOP, BOOKING), also={"DJG031"}),
    Defect("PFL903", "a comment past its date",
           replace("settings", "SECURE_HSTS_PRELOAD = True",
                   "# preflight: ignore[DJG031] until 2020-01-01 not yet\nSECURE_HSTS_PRELOAD = False"), (SHOP, BOOKING), also={"DJG031"}),
]
