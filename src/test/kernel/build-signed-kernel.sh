#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 OR MIT
# Builds a kernel that trusts keys of our own and accepts signed root hashes, from Debian's kernel
# source. Takes 3 minutes on two idle cores and 2 GB, needs no root:
#
#   apt-get install gcc make flex bison bc libelf-dev libssl-dev openssl xz-utils
#   src/test/kernel/build-signed-kernel.sh DIRECTORY
#   GANTRY_SIGNED_KERNEL=DIRECTORY mvn verify
#
# DIRECTORY then has bzImage, and for each of the names rsa, p256 and p384 a private key (PKCS#8)
# NAME.key.pem and the certificate NAME.cert.pem that is built into the kernel; and the same for
# "stranger", which the kernel does not know. The keys protect nothing but test images.
set -euo pipefail

out="${1:?usage: build-signed-kernel.sh DIRECTORY}"
config="$(cd "$(dirname "$0")" && pwd)/signed-kernel.config"
mkdir -p "$out"
cd "$out"

package="$(apt-cache search --names-only '^linux-source-[0-9.]+$' | cut -d ' ' -f 1 | sort -V | tail -n 1)"
if [[ ! -d source ]]; then
  rm -rf package unpacked
  mkdir package unpacked
  (cd package && apt-get download -qq "$package")
  dpkg -x package/*.deb unpacked
  tar -xf "unpacked/usr/src/$package.tar.xz" --exclude='*/Documentation/*/*' \
    --exclude='*/tools/testing/*' --exclude='*/boot/dts/*' --exclude='*/gpu/drm/amd/include/*'
  mv "$package" source
  rm -rf package unpacked
fi

make_key() { # NAME, options of genpkey
  local name="$1"
  shift
  openssl genpkey "$@" -out "$name.key.pem" 2>/dev/null
  openssl req -new -x509 -key "$name.key.pem" -sha256 -days 36500 -subj "/CN=gantry test $name" \
    -addext 'basicConstraints=critical,CA:FALSE' -addext 'keyUsage=digitalSignature' \
    -addext 'subjectKeyIdentifier=hash' -out "$name.cert.pem"
}
if [[ ! -f trusted.pem ]]; then
  make_key rsa -algorithm RSA -pkeyopt rsa_keygen_bits:2048
  make_key p256 -algorithm EC -pkeyopt ec_paramgen_curve:P-256
  make_key p384 -algorithm EC -pkeyopt ec_paramgen_curve:P-384
  make_key stranger -algorithm RSA -pkeyopt rsa_keygen_bits:2048
  cat rsa.cert.pem p256.cert.pem p384.cert.pem >trusted.pem
fi

cd source
{
  cat "$config"
  printf 'CONFIG_SYSTEM_TRUSTED_KEYS="%s/trusted.pem"\n' "$(cd .. && pwd)"
} >../fragment.config
make -s ARCH=x86_64 KCONFIG_ALLCONFIG=../fragment.config tinyconfig
cat ../fragment.config >>.config
make -s ARCH=x86_64 olddefconfig
missing=0
while IFS= read -r line; do
  grep -qxF -e "$line" .config || { echo "the kernel has no $line" >&2; missing=1; }
done < <(grep '=' ../fragment.config)
((missing == 0))
nice -n 10 make -s ARCH=x86_64 -j"$(nproc)" bzImage
cp arch/x86/boot/bzImage ../bzImage
make -s kernelrelease >../release
echo "$out has the kernel $(cat ../release)"
