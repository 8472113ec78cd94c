#!/bin/sh
# Writes docker/.env: new secrets and the site's name. Never overwrites one: keys that are lost cannot be made again, and
# what they sealed stays closed. Keep a copy of the file apart from the database's backups.
#   sh docker/make-env.sh heling.example.cn [tls]
# tls: `internal` (own certificate, the default), an e-mail address (a public one by ACME), or "cert.pem key.pem" under
# /certs.
set -eu
site=${1:?usage: make-env.sh <site> [tls]}
tls=${2:-internal}
file=$(dirname "$0")/.env
if [ -e "$file" ]; then
  echo "$file is already there and is left as it is" >&2
  exit 1
fi
password() { head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '='; }
key() { head -c 32 /dev/urandom | base64; }
umask 077
cat > "$file" <<EOF
HELING_SITE=$site
HELING_TLS=$tls
POSTGRES_PASSWORD=$(password)
HELING_OWNER_PASSWORD=$(password)
HELING_APP_PASSWORD=$(password)
REDIS_PASSWORD=$(password)
HELING_DATA_KEY=$(key)
HELING_INDEX_KEY=$(key)
HELING_TOKEN_KEY=$(key)
HELING_AUDIT_KEY=$(key)
HELING_SESSION_KEY=$(key)
HELING_MQTT_URL=
HELING_MQTT_NAME=
HELING_MQTT_PORT=
HELING_HOTLINE=12349
HELING_SMS_URL=
HELING_SMS_KEY=
HELING_SMS_SIGN=鹤龄
EOF
echo "written: $file"
