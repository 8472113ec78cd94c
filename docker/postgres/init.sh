#!/bin/sh
# On the first start: the owner of the schema and the restricted role of the applications (neither owner nor superuser nor
# BYPASSRLS: row-level security holds for it), and the database.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v owner="$HELING_OWNER_PASSWORD" -v app="$HELING_APP_PASSWORD" <<'SQL'
CREATE ROLE heling_owner LOGIN PASSWORD :'owner';
CREATE ROLE heling_app LOGIN PASSWORD :'app';
CREATE DATABASE heling OWNER heling_owner;
\connect heling
CREATE EXTENSION btree_gist;
CREATE EXTENSION pgcrypto;
ALTER SCHEMA public OWNER TO heling_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO heling_app;
SQL
