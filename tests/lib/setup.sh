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
# shellcheck shell=sh disable=SC2034

TESTS=$(cd "$(dirname "$0")" && pwd) || exit 1
TOP=${TESTS%/tests*}
TESTS=$TOP/tests
BUILD=${CRM_BUILD:-$TOP/build}

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

export CRM_DB="$PWD/crm.db"
export CRM_USER=ada
export CRM_NOW=2026-11-22T12:00:00Z
export CRM_TZ=UTC

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
