#!/usr/bin/env bash
# Makes the certificates of this folder anew, for tests/misbehaving.py. They are worth nothing: the keys are public,
# the hosts are names that no one can have, the authority is trusted in these tests alone. Their days are far away on
# purpose, so that no test depends on the day it runs: valid from 2020 to 2120, expired in 2021, not valid before 2110.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$(mktemp -d)"
mkdir -p ca && : > ca/index.txt && echo 1000 > ca/serial
cat > ca.cnf <<C
[ca]
default_ca = tests
[tests]
dir = ca
database = ca/index.txt
new_certs_dir = ca
serial = ca/serial
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
[leaf]
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
extendedKeyUsage = serverAuth
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
C
key() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$2" "${@:3}"; }
key authority "Authority of tests only"
openssl ca -batch -notext -config ca.cnf -selfsign -extensions authority -keyfile authority.key -in authority.csr -out authority.pem \
  -startdate 20200101000000Z -enddate 21200101000000Z
leaf() { # name, host, from, to, who signs
  key "$1" "$2" -addext "subjectAltName=DNS:$2"
  openssl ca -batch -notext -config ca.cnf -extensions leaf "${@:5}" -in "$1.csr" -out "$1.crt" -startdate "$3" -enddate "$4"
  cat "$1.key" "$1.crt" > "$1.pem"
}
signed=(-cert authority.pem -keyfile authority.key)
leaf good secure.example 20200101000000Z 21200101000000Z "${signed[@]}"
leaf expired expired.example 20200101000000Z 20210101000000Z "${signed[@]}"
leaf early early.example 21100101000000Z 21200101000000Z "${signed[@]}"
leaf alone alone.example 20200101000000Z 21200101000000Z -selfsign -keyfile alone.key
cp authority.pem good.pem expired.pem early.pem alone.pem "$here/"
