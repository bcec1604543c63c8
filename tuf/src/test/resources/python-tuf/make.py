# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Makes the repository in this directory; needs `pip install tuf` (made with 7.0.1)."""

import hashlib
import os
import shutil
from datetime import datetime, timezone

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    SuccinctRoles,
    TargetFile,
    Targets,
    Timestamp,
)

HERE = os.path.dirname(os.path.abspath(__file__))
METADATA = os.path.join(HERE, "metadata")
TARGETS = os.path.join(HERE, "targets")
EXPIRES = datetime(2050, 1, 1, tzinfo=timezone.utc)

for directory in (METADATA, TARGETS):
    shutil.rmtree(directory, ignore_errors=True)
    os.mkdir(directory)

old_root = CryptoSigner.generate_ed25519()
root_keys = [
    CryptoSigner.generate_rsa(),
    CryptoSigner.generate_ecdsa(),
    CryptoSigner.generate_ed25519(),
]
timestamp_key = CryptoSigner.generate_ed25519()
snapshot_key = CryptoSigner.generate_ecdsa()
targets_key = CryptoSigner.generate_rsa()
delegated_key = CryptoSigner.generate_ecdsa()


def target_file(path, content):
    """Writes a target under both of its consistent names; returns its description."""
    target = TargetFile.from_data(path, content, ["sha256", "sha512"])
    directory, _, name = path.rpartition("/")
    os.makedirs(os.path.join(TARGETS, directory), exist_ok=True)
    digest = hashlib.sha256(content).hexdigest()
    with open(os.path.join(TARGETS, directory, digest + "." + name), "wb") as out:
        out.write(content)
    return target


def write(name, metadata, *signers):
    """Signs and writes a role; returns what its parent lists of it."""
    for signer in signers:
        metadata.sign(signer, append=True)
    raw = metadata.to_bytes()
    with open(os.path.join(METADATA, name), "wb") as out:
        out.write(raw)
    return MetaFile.from_data(metadata.signed.version, raw, ["sha256"])


root = Root(expires=EXPIRES, consistent_snapshot=True)
root.add_key(old_root.public_key, "root")
for signer, role in (
    (timestamp_key, "timestamp"),
    (snapshot_key, "snapshot"),
    (targets_key, "targets"),
):
    root.add_key(signer.public_key, role)
write("1.root.json", Metadata(root), old_root)
root.version = 2
root.revoke_key(old_root.public_key.keyid, "root")
for signer in root_keys:
    root.add_key(signer.public_key, "root")
root.roles["root"].threshold = 2
root.unrecognized_fields["x-note"] = "Grüße, \"unknown\" field \\ with\nan end of line"
write("2.root.json", Metadata(root), old_root, root_keys[0], root_keys[1])

targets = Targets(expires=EXPIRES)
plain = target_file("plain.txt", b"plain\n")
plain.unrecognized_fields["custom"] = {"purpose": "test", "list": [1, 2, 3]}
targets.targets["plain.txt"] = plain
targets.delegations = Delegations(
    keys={delegated_key.public_key.keyid: delegated_key.public_key},
    roles={
        "by path": DelegatedRole(
            "by path", [delegated_key.public_key.keyid], 1, True, paths=["dir/*.txt"]
        ),
        "by-hash": DelegatedRole(
            "by-hash",
            [delegated_key.public_key.keyid],
            1,
            False,
            path_hash_prefixes=[hashlib.sha256(b"hashed.txt").hexdigest()[:2]],
        ),
        "bins": DelegatedRole("bins", [delegated_key.public_key.keyid], 1, False, paths=["bin/*"]),
    },
)
by_path = Targets(expires=EXPIRES)
by_path.targets["dir/with blank.txt"] = target_file("dir/with blank.txt", b"by path\n")
by_hash = Targets(expires=EXPIRES)
by_hash.targets["hashed.txt"] = target_file("hashed.txt", b"by hash\n")
succinct = SuccinctRoles([delegated_key.public_key.keyid], 1, 2, "bin")
bins = Targets(
    expires=EXPIRES,
    delegations=Delegations(
        keys={delegated_key.public_key.keyid: delegated_key.public_key}, succinct_roles=succinct
    ),
)
snapshot = Snapshot(expires=EXPIRES)
snapshot.meta["targets.json"] = write("1.targets.json", Metadata(targets), targets_key)
snapshot.meta["by path.json"] = write("1.by path.json", Metadata(by_path), delegated_key)
snapshot.meta["by-hash.json"] = write("1.by-hash.json", Metadata(by_hash), delegated_key)
snapshot.meta["bins.json"] = write("1.bins.json", Metadata(bins), delegated_key)
binned = target_file("bin/b.txt", b"in a bin\n")
for name in succinct.get_roles():
    role = Targets(expires=EXPIRES)
    if name == succinct.get_role_for_target("bin/b.txt"):
        role.targets["bin/b.txt"] = binned
    snapshot.meta[name + ".json"] = write("1." + name + ".json", Metadata(role), delegated_key)
timestamp = Timestamp(expires=EXPIRES)
timestamp.snapshot_meta = write("1.snapshot.json", Metadata(snapshot), snapshot_key)
write("timestamp.json", Metadata(timestamp), timestamp_key)
