#!/bin/sh
test_description='every example of the manual and of README.md, run

Each page is one session in a folder of its own, on a fresh demo database; see
lib/manual-examples.  What needs the data of b2b-pipeline is passed over where
there is none: CRM_TEST_DATA names the folder that it is in.'
test_data=${CRM_TEST_DATA:-}
. "$(dirname "$0")/lib/setup.sh"

data=${test_data:-$TOP/../shared/data}/b2b-pipeline
examples=$TESTS/lib/manual-examples
mkdir tmp
export TMPDIR="$PWD/tmp"

# example_page PAGE [DATA]: its examples come out as it says.
example_page() {
	mkdir page && cd page || return 1
	test -z "${2:-}" || ln -s "$2" b2b-pipeline || return 1
	test -n "$SERVER" || CRM_DB=$PWD/crm.db
	HOME=$PWD
	no_database && crm -q init --demo && "$examples" check "$TOP/$1"
}

# Pages are many: each in a subshell, and its folder goes.
check_page() {
	(example_page "$@")
	status=$?
	rm -rf page
	return $status
}

# These tell of the file that the database is in.
for page in "$TOP"/man/*.[1-9] "$TOP/README.md"; do
	page=${page#"$TOP/"}
	case $page in
	man/crm-config.1 | man/crm-doctor.1 | man/crm-import.1)
		test_expect_success FILE "$page" 'check_page "$page"' ;;
	*)
		test_expect_success "$page" 'check_page "$page"' ;;
	esac
done

test -d "$data" && test_set_prereq B2B
test_expect_success B2B 'man/crm-tutorial.7, with the real pipeline' '
	check_page man/crm-tutorial.7 "$data"
'

test_expect_success 'an example that is wrong is found' '
	printf "%s\n" ".Bd -literal" "$ echo one" two ".Ed" >wrong.1 &&
	test_must_fail "$examples" check wrong.1 >out &&
	grep "^-two$" out && grep "^+one$" out
'

test_expect_success 'so is one that the shell can not read' '
	printf "%s\n" ".Bd -literal" "$ echo (" "$ :" ".Ed" >wrong.1 &&
	test_must_fail "$examples" check wrong.1
'

test_expect_success 'the maps of the tutorial are there for other tests' '
	mkdir maps &&
	"$TESTS/lib/manual-maps" "$TOP/man/crm-tutorial.7" maps &&
	test -f maps/pipeline.map &&
	grep "date-format = mdy" maps/pipeline.map
'

test_done
