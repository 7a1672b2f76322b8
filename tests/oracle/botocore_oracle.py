"""rules/tables/ecs-task-definition.tsv against the ECS model of Debian's python3-botocore.

botocore_oracle.py CHECKOUT

Every member, type, required flag and enum value that the model has must be in the table. What the
table has beyond the model is listed with the reason, and must be marked as newer than it.
"""
import argparse
import pathlib
import sys

SKIPPED = 77
SCALARS = {"string": "str", "integer": "int", "long": "int", "boolean": "bool"}
REASONS = {
    # What the table has and the model of 2022 lacks: the feature it came with.
    "RegisterTaskDefinitionRequest.enableFaultInjection": "fault injection",
    "ContainerDefinition.restartPolicy": "container restart policies",
    "ContainerDefinition.versionConsistency": "image digests per deployment",
    "ContainerDefinition.credentialSpecs": "gMSA without a domain",
    "ContainerRestartPolicy.enabled": "container restart policies",
    "ContainerRestartPolicy.ignoredExitCodes": "container restart policies",
    "ContainerRestartPolicy.restartAttemptPeriod": "container restart policies",
    "Volume.s3filesVolumeConfiguration": "S3 files as a volume",
    "Volume.configuredAtLaunch": "EBS volumes of services",
    "S3FilesVolumeConfiguration.fileSystemArn": "S3 files as a volume",
    "S3FilesVolumeConfiguration.rootDirectory": "S3 files as a volume",
    "S3FilesVolumeConfiguration.transitEncryptionPort": "S3 files as a volume",
    "S3FilesVolumeConfiguration.accessPointArn": "S3 files as a volume",
    "PortMapping.containerPortRange": "port ranges",
    "enum:Compatibility MANAGED_INSTANCES": "ECS Managed Instances",
    "enum:OSFamily WINDOWS_SERVER_2025_CORE": "Windows Server 2025",
    "enum:OSFamily WINDOWS_SERVER_2025_FULL": "Windows Server 2025",
    "enum:ResourceType NeuronDevice": "Neuron devices",
}


def service_model():
    try:
        import botocore.session
    except ImportError:
        print("skipped: python3-botocore is not installed")
        sys.exit(SKIPPED)
    return botocore.session.get_session().get_service_model("ecs")


class Table:
    def __init__(self, path):
        self.members, self.enums = {}, {}
        for line in path.read_text().splitlines():
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if cells[0].startswith("enum:"):
                self.enums[cells[0]] = cells[1].split(",")
            else:
                self.members[f"{cells[0]}.{cells[1]}"] = tuple(cells[2:6])


class Comparison:
    def __init__(self, table):
        self.table = table
        self.faults, self.members, self.values = [], set(), set()

    def type_of(self, shape):
        """As the table writes it; what it is made of is walked through."""
        if shape.type_name == "structure":
            self.walk(shape)
            return "@" + shape.name
        if shape.type_name == "list":
            return f"list<{self.type_of(shape.member)}>"
        if shape.type_name == "map":
            return f"map<{self.type_of(shape.value)}>"
        if getattr(shape, "enum", None):
            self.check_enum(shape)
            return "enum:" + shape.name
        return SCALARS[shape.type_name]

    def check_enum(self, shape):
        known = self.table.enums.get("enum:" + shape.name)
        if known is None:
            self.faults.append(f"the table lacks the enum {shape.name}")
            return
        for value in shape.enum:
            self.values.add(f"enum:{shape.name} {value}")
            if value not in known:
                self.faults.append(f"enum {shape.name} lacks {value}")

    def walk(self, shape):
        for name, member in shape.members.items():
            label = f"{shape.name}.{name}"
            if label in self.members:
                continue
            self.members.add(label)
            row = self.table.members.get(label)
            wanted = self.type_of(member)
            if row is None:
                self.faults.append(f"the table lacks {label}")
                continue
            if row[0] != wanted:
                self.faults.append(f"{label} is {wanted}, the table says {row[0]}")
            if (row[1] == "1") != (name in shape.required_members):
                self.faults.append(f"{label}: required differs")
            if row[3] != "1":
                self.faults.append(f"{label} is in the model, the table says newer")

    def list_newer(self):
        newer = sorted(set(self.table.members) - self.members)
        for label in newer:
            if self.table.members[label][3] != "0":
                self.faults.append(f"{label} is not in the model, the table says it is")
        values = {f"{enum} {v}" for enum, all_of in self.table.enums.items() for v in all_of}
        known_enums = {value.split()[0] for value in self.values}
        newer += sorted(v for v in values - self.values if v.split()[0] in known_enums)
        for label in newer:
            if label not in REASONS:
                self.faults.append(f"{label} is not in the model, and nothing says why")
            print(f"newer than the model: {label} ({REASONS.get(label, 'no reason')})")
        for label in sorted(set(REASONS) - set(newer)):
            self.faults.append(f"{label} is listed as newer than the model, and is not")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkout", type=pathlib.Path)
    options = parser.parse_args()
    model = service_model()
    table = Table(options.checkout / "rules/tables/ecs-task-definition.tsv")
    comparison = Comparison(table)
    comparison.walk(model.operation_model("RegisterTaskDefinition").input_shape)
    comparison.list_newer()
    print(f"{len(comparison.members)} members and {len(comparison.values)} values of the model,"
          f" {len(table.members)} members in the table")
    for fault in comparison.faults:
        print("botocore:", fault)
    # A model that is read wrongly would have next to nothing in it.
    if len(comparison.members) < 100:
        comparison.faults.append("the model is too small to be true")
    return 1 if comparison.faults else 0


if __name__ == "__main__":
    sys.exit(main())
