# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Makes the golden files in the current directory; needs securesystemslib[crypto]."""

import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.formats import encode_canonical

SPEC = "1.0.34"


def key(seed):
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    public = private.public_key().public_bytes_raw().hex()
    data = {"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": public}}
    return hashlib.sha256(encode_canonical(data).encode()).hexdigest(), data, private


def write(name, signer, signed):
    signature = signer[2].sign(encode_canonical(signed).encode()).hex()
    envelope = {"signatures": [{"keyid": signer[0], "sig": signature}], "signed": signed}
    text = json.dumps(envelope, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
    with open(name, "wb") as file:
        file.write(text.encode())
    return {
        "version": 1,
        "length": len(text.encode()),
        "hashes": {"sha256": hashlib.sha256(text.encode()).hexdigest()},
    }


def target(content, **more):
    return {
        "length": len(content),
        "hashes": {"sha256": hashlib.sha256(content).hexdigest()},
        **more,
    }


root, targets, snapshot, timestamp, extra = (key(seed) for seed in range(1, 6))
common = {"spec_version": SPEC, "version": 1}
role_keys = {"root": root, "targets": targets, "snapshot": snapshot, "timestamp": timestamp}
write("1.root.json", root, {
    "_type": "root", **common, "consistent_snapshot": True, "expires": "2027-01-02T03:04:05Z",
    "keys": {k[0]: k[1] for k in role_keys.values()},
    "roles": {name: {"keyids": [k[0]], "threshold": 1} for name, k in role_keys.items()},
})
extra_meta = write("1.extra.json", extra, {
    "_type": "targets", **common, "expires": "2026-04-02T03:04:05Z", "targets": {},
})
targets_meta = write("1.targets.json", targets, {
    "_type": "targets", **common, "expires": "2026-04-02T03:04:05Z",
    "targets": {
        "dir/a.img": target(b"a"),
        "b.img": target(b"b", custom={"z": 1, "a": "\u00e9"}),
    },
    "delegations": {
        "keys": {extra[0]: extra[1]},
        "roles": [{
            "name": "extra", "keyids": [extra[0]], "threshold": 1, "terminating": True,
            "paths": ["extra/*"],
        }],
    },
})
snapshot_meta = write("1.snapshot.json", snapshot, {
    "_type": "snapshot", **common, "expires": "2026-02-01T03:04:05Z",
    "meta": {"targets.json": targets_meta, "extra.json": extra_meta},
})
write("timestamp.json", timestamp, {
    "_type": "timestamp", **common, "expires": "2026-01-09T03:04:05Z",
    "meta": {"snapshot.json": snapshot_meta},
})
