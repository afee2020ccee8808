# The start of every test script of the program:
#
#	#!/bin/sh
#	test_description='contacts are added, shown and listed'
#	. "$(dirname "$0")/lib/setup.sh"
#
#	test_expect_success 'a typo names the nearest verb' '
#		test_exit 2 crm contact lst 2>err &&
#		grep "did you mean.*list" err
#	'
#	test_done
#
# It runs alone (-v shows output, -i stops at the first failure), under prove
# and under tests/run, from any folder.  The script starts in an empty folder
# of its own that is also HOME; no setting of yours gets in.
# CRM_BUILD names another build than build/.
#
# With CRM_TEST_SERVER, the folder of a PostgreSQL server's socket, CRM_DB is a
# database of the script's own there; see tests/lib/server.  What only holds
# for a database in a file has the prerequisite FILE:
#
#	test_expect_success FILE 'the file is for its owner alone' '...'
#
# A script that is about one of them altogether says why before it reads this
# one: FILES_ONLY='it reads the file', SERVERS_ONLY='it wants roles'.
# shellcheck shell=sh disable=SC2034,SC2119,SC2120

TESTS=$(cd "$(dirname "$0")" && pwd) || exit 1
TOP=${TESTS%/tests*}
TESTS=$TOP/tests
BUILD=${CRM_BUILD:-$TOP/build}
SERVER=${CRM_TEST_SERVER:-}

for name in $(env | sed -n 's/^\(CRM_[A-Z_]*\)=.*/\1/p; s/^\(XDG_[A-Z_]*\)=.*/\1/p'); do
	unset "$name"
done
unset name COLUMNS LINES NO_COLOR MAKEFLAGS MFLAGS MAKELEVEL

# No group or world bits by accident, and errors of the sanitizers are seen.
umask 022
export ASAN_OPTIONS="${ASAN_OPTIONS:-abort_on_error=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"

SHARNESS_TEST_SRCDIR=$TESTS
SHARNESS_TEST_DIRECTORY=$BUILD/tests/trash
SHARNESS_BUILD_DIRECTORY=$BUILD
mkdir -p "$SHARNESS_TEST_DIRECTORY" || exit 1
. "${SHARNESS:-/usr/share/sharness/sharness.sh}"

if test -n "$SERVER" && test -n "${FILES_ONLY:-}"
then
	skip_all=$FILES_ONLY
	test_done
fi
if test -z "$SERVER" && test -n "${SERVERS_ONLY:-}"
then
	skip_all=$SERVERS_ONLY
	test_done
fi
if test -n "$SERVER"
then
	export PGUSER=crm PGHOST="$SERVER"
	database=$(basename "$0" .t)
	psql -qX -d postgres -c "DROP DATABASE IF EXISTS \"$database\"" \
	    -c "CREATE DATABASE \"$database\"" >/dev/null 2>&1 || exit 1
	export CRM_DB="postgresql://crm@/$database?host=$SERVER"
else
	export CRM_DB="$PWD/crm.db"
	test_set_prereq FILE
fi
export CRM_USER=ada
export CRM_NOW=2026-11-22T12:00:00Z
export CRM_TZ=UTC

# no_database: CRM_DB is as before crm init.
no_database() {
	if test -n "$SERVER"
	then
		psql -qX -d "$database" -c "DROP SCHEMA IF EXISTS crm CASCADE" \
		    2>/dev/null
	else
		rm -f "$CRM_DB" "$CRM_DB"-*
	fi
}

# engine_sql [SQL]: what the engine says to it, or to stdin, behind the
# program's back: a line a row, | between cells.
engine_sql() {
	if test -n "$SERVER"
	then
		PGOPTIONS=-csearch_path=crm psql -qXAt -v ON_ERROR_STOP=1 \
		    -d "$database" ${1:+-c "$1"}
	else
		sqlite3 "$CRM_DB" ${1:+"$1"}
	fi
}

# engine_writes, engine_stops: somebody else is writing, from one to the other.
engine_writes() {
	mkfifo hold && rm -f held || return 1
	if test -n "$SERVER"
	then
		{ echo "BEGIN; LOCK TABLE contact IN EXCLUSIVE MODE;" &&
		    echo "\\! touch held" && cat hold; } | engine_sql &
	else
		{ echo "BEGIN IMMEDIATE;" && echo ".shell touch held" &&
		    cat hold; } | sqlite3 "$CRM_DB" &
	fi
	for i in $(seq 50)
	do
		test -e held && return
		sleep 0.1
	done
	return 1
}

engine_stops() {
	echo "ROLLBACK;" >hold
	wait
	rm hold
}

# engine_sound: nothing is damaged.  (A server guards references itself.)
engine_sound() {
	test -z "$SERVER" || return 0
	sqlite3 "$CRM_DB" "PRAGMA integrity_check" "PRAGMA foreign_key_check" \
	    >sound && echo ok | test_cmp - sound
}

# test_exit STATUS COMMAND...: it ends with exactly this status.
test_exit() {
	test_expect_code "$@"
}

# test_output EXPECTED COMMAND...: it succeeds and prints exactly this (a
# newline at the end is added), which is left in the file "actual".
test_output() {
	printf '%s\n' "$1" >expected
	shift
	"$@" >actual || {
		echo "exit status $?: $*" >&2
		return 1
	}
	test_cmp expected actual
}

# expect_file FILE <<\EOF ...: the file holds exactly what stdin holds.
expect_file() {
	test_cmp - "$1"
}

# no_complaints COMMAND...: it succeeds and prints nothing.
no_complaints() {
	"$@" >complaints || return 1
	cat complaints >&2
	test_must_be_empty complaints
}
