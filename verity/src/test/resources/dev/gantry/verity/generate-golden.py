#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Writes verity-golden.json: what the installed veritysetup makes of known data, and what it refuses.

usage: generate-golden.py OUTPUT [ID-PREFIX]

Needs cryptsetup-bin and about 150 MiB in the temporary directory. The README beside it explains the
fields. The same tool gives the same file each time.
"""
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

UUID = "01234567-89ab-cdef-0123-456789abcdef"
MASK = (1 << 64) - 1
BLOCK = 4096


def words(first, size):
    """Bytes of the SplitMix64 stream from a word on."""
    out = bytearray()
    for i in range(first, first + (size + 7) // 8):
        z = (i + 1) * 0x9E3779B97F4A7C15 & MASK
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        out += (z ^ z >> 31).to_bytes(8, "little")
    return bytes(out[:size])


def sha256(path, start=0, length=None):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        file.seek(start)
        left = os.path.getsize(path) - start if length is None else length
        while left > 0:
            part = file.read(min(1 << 20, left))
            if not part:
                raise EOFError(path)
            digest.update(part)
            left -= len(part)
    return digest.hexdigest()


class Cases:
    def __init__(self, directory, prefix):
        self.directory = directory
        self.prefix = prefix
        self.stream = words(0, 0)
        self.cases = []

    def path(self, name):
        return os.path.join(self.directory, name)

    def data(self, size, zero):
        if len(self.stream) < size:
            self.stream = words(0, size)
        with open(self.path("data"), "wb") as file:
            if zero:
                file.truncate(size)
            else:
                file.write(self.stream[:size])

    def add(self, name, size, data_block=BLOCK, hash_block=BLOCK, kind=1, digest="sha256", salt=32, superblock=True,
            offset=0, blocks=None, same=False, presize=0, zero=False, roots=None, fec=None, fec_offset=0):
        if not name.startswith(self.prefix):
            return
        for file in ("data", "hash", "fec"):
            if os.path.exists(self.path(file)):
                os.unlink(self.path(file))
        self.data(size, zero)
        hash_name = "data" if same else "hash"
        if presize:
            with open(self.path(hash_name), "ab") as file:
                file.truncate(presize)
        salt_hex = words(1 << 32, salt).hex()
        case = dict(id=name, data_bytes=size, data_kind="zero" if zero else "splitmix64", data_block_size=data_block,
                    hash_block_size=hash_block, hash_type=kind, algorithm=digest, salt_hex=salt_hex,
                    superblock=superblock, hash_offset=offset, hash_in_data_file=same)
        if blocks is not None:
            case["data_blocks_arg"] = blocks
        if presize:
            case["hash_presize"] = presize
        layout = ["--hash", digest, "--data-block-size", str(data_block), "--hash-block-size", str(hash_block),
                  "--salt", salt_hex or "-", "--format", str(kind)]
        if offset or same:
            layout += ["--hash-offset", str(offset)]
        options = layout + (["--uuid", UUID] if superblock else ["--no-superblock"])
        if blocks is not None:
            options += ["--data-blocks", str(blocks)]
        fec_name = "fec"
        if roots is not None:
            fec_name = {None: "fec", "hash": hash_name, "data": "data"}[fec]
            options += ["--fec-device", fec_name, "--fec-roots", str(roots)]
            if fec_offset:
                options += ["--fec-offset", str(fec_offset)]
            case.update(fec_roots=roots, fec_where=fec or "separate", fec_offset=fec_offset)
        run = self.veritysetup("format", options + ["data", hash_name])
        case["exit"] = run.returncode
        if run.returncode:
            case["error"] = (run.stderr + run.stdout).strip()
        else:
            self.success(case, run.stdout, layout, hash_name, fec_name)
        self.cases.append(case)

    def success(self, case, printed, layout, hash_name, fec_name):
        def number(label):
            return int(re.search(label + r":\s*(\d+)", printed).group(1))

        root = re.search(r"Root hash:\s*([0-9a-f]+)", printed).group(1)
        blocks, hash_block, offset = number("Data blocks"), case["hash_block_size"], case["hash_offset"]
        fan_out = 1 << ((hash_block // (len(root) // 2)).bit_length() - 1)
        levels, left = [], blocks
        while left > 1:
            left = -(-left // fan_out)
            levels.append(left)
        begin = offset + 512 + hash_block - 1 if case["superblock"] else offset
        begin -= begin % hash_block
        file = self.path(hash_name)
        case.update(root_hash=root, data_blocks=blocks, hash_file_size=os.path.getsize(file),
                    hash_file_sha256=sha256(file), tree_offset=begin, tree_bytes=sum(levels) * hash_block,
                    level_blocks_leaf_first=levels, tree_sha256=sha256(file, begin, sum(levels) * hash_block))
        if case["superblock"]:
            case["superblock_sha256_512"] = sha256(file, offset, 512)
        if "fec_roots" in case:
            parity = self.path(fec_name)
            case.update(fec_file_size=os.path.getsize(parity), fec_area_sha256=sha256(parity, case["fec_offset"]))
        again = ["--hash-offset", str(offset)] if offset or case["hash_in_data_file"] else []
        if not case["superblock"]:
            again = layout + ["--no-superblock", "--data-blocks", str(blocks)]
        case["verify_exit"] = self.veritysetup("verify", again + ["data", hash_name, root]).returncode

    def veritysetup(self, verb, arguments):
        return subprocess.run(["veritysetup", verb] + arguments, cwd=self.directory, capture_output=True, text=True,
                              env={"PATH": "/usr/sbin:/sbin:/usr/bin:/bin", "LC_ALL": "C"})


def fill(add):
    for n in (1, 2, 3, 127, 128, 129, 255, 256, 257, 16383, 16384, 16385):
        add("n%d" % n, n * BLOCK)
    for n in (1, 2, 129):
        add("n%d-nosalt" % n, n * BLOCK, salt=0)
        add("n%d-t0" % n, n * BLOCK, kind=0)
        add("n%d-t0-nosalt" % n, n * BLOCK, kind=0, salt=0)
    for salt in (1, 31, 63, 64, 65, 255, 256, 257):
        add("salt%d" % salt, 130 * BLOCK, salt=salt)
    for salt in (1, 64, 256):
        add("t0-salt%d" % salt, 130 * BLOCK, salt=salt, kind=0)
    for digest in ("sha1", "sha224", "sha256", "sha384", "sha512", "sha3-256", "sha3-512", "ripemd160", "whirlpool",
                   "blake2b-256", "blake2b-512", "blake2s-256", "md5", "sm3", "crc32c", "SHA256"):
        add("alg-" + digest, 300 * BLOCK, digest=digest)
    for digest in ("sha1", "sha224", "sha384", "sha512"):
        add("alg-t0-" + digest, 300 * BLOCK, digest=digest, kind=0)
        add("alg-%s-1blk" % digest, BLOCK, digest=digest)
    for size in (512, 1024, 2048, 8192, 65536, 524288):
        add("bs%d" % size, (300 if size < 65536 else 5) * size, data_block=size, hash_block=size)
    add("bs1048576", 3 << 20, data_block=1 << 20, hash_block=1 << 20)
    for size in (768, 256):
        add("bs%d" % size, 300 * size, data_block=size, hash_block=size)
    for d, h in ((512, 4096), (4096, 512), (1024, 4096), (4096, 1024), (2048, 512), (4096, 8192), (8192, 4096),
                 (4096, 65536), (512, 65536)):
        add("d%d-h%d" % (d, h), 257 * d, data_block=d, hash_block=h)
        add("d%d-h%d-t0" % (d, h), 257 * d, data_block=d, hash_block=h, kind=0, digest="sha1")
    for digest in ("sha512", "sha384", "sha1"):
        add("h512-" + digest, 300 * BLOCK, hash_block=512, digest=digest)
    for digest in ("sha384", "sha1"):
        add("h512-%s-t0" % digest, 300 * BLOCK, hash_block=512, digest=digest, kind=0)
    for tail in (1, 511, 512, 4095):
        add("tail%d" % tail, 129 * BLOCK + tail)
    add("short4095", 4095)
    add("empty", 0)
    for n in (1, 2, 129, 16385):
        add("nosb-n%d" % n, n * BLOCK, superblock=False)
    add("nosb-t0-sha1", 300 * BLOCK, superblock=False, kind=0, digest="sha1")
    for offset in (8192, 512):
        add("nosb-off%d" % offset, 129 * BLOCK, superblock=False, offset=offset)
    add("nosb-h512-off512", 129 * BLOCK, hash_block=512, superblock=False, offset=512)
    for offset in (512, 4096, 3584, 4000):
        add("off%d" % offset, 129 * BLOCK, offset=offset)
    add("off1m", 129 * BLOCK, offset=1 << 20)
    for size in (512, 1024):
        add("h%d-sb" % size, 129 * BLOCK, hash_block=size)
    for blocks in (100, 129, 130, 1, 0):
        add("blocks%d" % blocks, 129 * BLOCK, blocks=blocks)
    end = 129 * BLOCK
    add("same-129", end, same=True, offset=end, blocks=129)
    add("same-overlap", end, same=True, offset=end - BLOCK, blocks=129)
    add("same-gap", end, same=True, offset=256 * BLOCK, blocks=129)
    add("same-nosb", end, same=True, superblock=False, offset=end, blocks=129)
    add("same-noblocks", end, same=True, offset=end)
    add("presize-1m", end, presize=1 << 20)
    add("br-like", 2500 * BLOCK, presize=10 << 20)
    add("zero-129", end, zero=True)
    add("zero-1", BLOCK, zero=True)
    end = 300 * BLOCK
    for roots in (2, 3, 8, 16, 24, 1, 25):
        add("fec-r%d" % roots, end, roots=roots)
    for n in (1, 2, 253, 254, 506, 16385):
        add("fec-n%d" % n, n * BLOCK, roots=2)
    add("fec-nosb", end, roots=2, superblock=False)
    add("fec-bs1024", 700 * 1024, data_block=1024, hash_block=1024, roots=4)
    add("fec-bs512", 700 * 512, data_block=512, hash_block=512, roots=2)
    add("fec-mismatch", end, hash_block=1024, roots=2)
    add("fec-t0-sha1", end, kind=0, digest="sha1", roots=2)
    add("fec-sha512", end, digest="sha512", roots=2)
    add("fec-same-as-hash", end, roots=2, fec="hash", fec_offset=1 << 20)
    add("fec-same-as-hash-presized", end, roots=2, fec="hash", fec_offset=1 << 20, presize=1 << 20)
    add("fec-all-in-data", end, same=True, offset=end, blocks=300, roots=2, fec="data", fec_offset=305 * BLOCK)
    gap = 316 * BLOCK
    add("fec-all-in-data-gap", end, same=True, offset=end, blocks=300, roots=2, fec="data", fec_offset=gap)
    add("fec-all-in-data-gap-presized", end, same=True, offset=end, blocks=300, roots=2, fec="data", fec_offset=gap,
        presize=gap)
    add("fec-all-in-data-nosb", end, same=True, superblock=False, offset=end, blocks=300, roots=2, fec="data",
        fec_offset=304 * BLOCK)
    add("fec-hash-presize", end, roots=2, presize=1 << 20)
    add("fec-blocks", end, roots=2, blocks=200)
    add("fec-off", end, roots=2, fec_offset=8192)
    add("fec-zero", end, roots=2, zero=True, salt=0)


def main():
    with tempfile.TemporaryDirectory() as directory:
        made = Cases(directory, sys.argv[2] if len(sys.argv) > 2 else "")
        # The stream is long, and made once.
        made.stream = words(0, 16385 * BLOCK)
        fill(made.add)
        tool = made.veritysetup("--version", []).stdout.strip()
    with open(sys.argv[1], "w", encoding="ascii") as out:
        out.write('{\n"tool": %s,\n"cases": [\n' % json.dumps(tool))
        out.write(",\n".join(json.dumps(case) for case in made.cases))
        out.write("\n]\n}\n")


if __name__ == "__main__":
    main()
