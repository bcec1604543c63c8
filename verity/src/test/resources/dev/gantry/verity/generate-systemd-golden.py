#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Writes systemd-golden.json: what the installed systemd-repart makes of known data and new keys.

usage: generate-systemd-golden.py OUTPUT

Needs root and loop devices, systemd-repart, openssl. The README beside it explains the fields. Keys
and salt are new each time; the private keys are thrown away.
"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile

MASK = (1 << 64) - 1
DATA_BYTES = 64 * 4096
HASH_BYTES = 16 * 4096
KEYS = {
    "rsa": ["-newkey", "rsa:2048"],
    "p256": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "p384": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
}
PARTITIONS = {
    "1.conf": f"Type=root-x86-64\nVerity=data\nVerityMatchKey=root\nCopyBlocks=%s\n"
    f"SizeMinBytes={DATA_BYTES}\nSizeMaxBytes={DATA_BYTES}\n",
    "2.conf": f"Type=root-x86-64-verity\nVerity=hash\nVerityMatchKey=root\n"
    f"SizeMinBytes={HASH_BYTES}\nSizeMaxBytes={HASH_BYTES}\n",
    "3.conf": "Type=root-x86-64-verity-sig\nVerity=signature\nVerityMatchKey=root\n",
}


def words(size):
    """Bytes of the SplitMix64 stream."""
    out = bytearray()
    for i in range((size + 7) // 8):
        z = (i + 1) * 0x9E3779B97F4A7C15 & MASK
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        out += (z ^ z >> 31).to_bytes(8, "little")
    return bytes(out[:size])


def case(name, options):
    with tempfile.TemporaryDirectory() as directory:
        path = lambda file: os.path.join(directory, file)
        with open(path("data"), "wb") as file:
            file.write(words(DATA_BYTES))
        os.mkdir(path("repart.d"))
        for file, text in PARTITIONS.items():
            with open(path("repart.d/" + file), "w") as out:
                out.write("[Partition]\n" + (text % path("data") if "%s" in text else text))
        subprocess.run(
            ["openssl", "req", "-x509", "-nodes", *options, "-days", "36500", "-subj",
             "/CN=gantry test " + name, "-keyout", path("key"), "-out", path("certificate")],
            check=True, capture_output=True)
        made = subprocess.run(
            ["systemd-repart", "--empty=create", "--size=8M", "--dry-run=no", "--json=short",
             "--definitions=" + path("repart.d"), "--private-key=" + path("key"),
             "--certificate=" + path("certificate"), path("disk")],
            check=True, capture_output=True, env={**os.environ, "LC_ALL": "C"})
        data, tree, signature = json.loads(made.stdout)
        with open(path("disk"), "rb") as disk:
            content = disk.read()
        at = lambda partition: content[
            partition["offset"]:partition["offset"] + partition["raw_size"]]
        with open(path("certificate")) as file:
            certificate = file.read()
        return {
            "name": name,
            "certificate": certificate,
            "root_hash": tree["roothash"],
            "data_bytes": DATA_BYTES,
            "data_partition_guid": data["uuid"],
            "hash_partition_guid": tree["uuid"],
            "hash_partition_bytes": len(at(tree)),
            "superblock": at(tree)[:512].hex(),
            "hash_partition_sha256": hashlib.sha256(at(tree)).hexdigest(),
            "signature_partition_bytes": len(at(signature)),
            "signature_partition": at(signature).rstrip(b"\0").decode("ascii"),
        }


def main():
    version = subprocess.run(["systemd-repart", "--version"], check=True, capture_output=True)
    golden = {
        "tool": version.stdout.decode("ascii").splitlines()[0],
        "cases": [case(name, options) for name, options in KEYS.items()],
    }
    with open(sys.argv[1], "w") as out:
        json.dump(golden, out, indent=1)
        out.write("\n")


main()
