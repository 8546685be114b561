#!/bin/sh
# Bring Temporal's two databases to the schema of this server's version, from nothing or from any earlier one.
# Twice is once. The password is in SQL_PASSWORD, which the tool reads by itself.
set -eu

bring_up_to_date() {
    database=$1
    schema=$2
    sql() { temporal-sql-tool --plugin postgres12 --ep temporal-db --port 5432 --user temporal --db "$database" "$@"; }
    sql create
    sql setup-schema --version 0.0
    sql update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/$schema/versioned"
}

bring_up_to_date temporal temporal
bring_up_to_date temporal_visibility visibility
