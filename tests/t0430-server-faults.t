#!/bin/sh
test_description='a server that goes away, refuses, or says nothing'
SERVERS_ONLY='it wants a server'
. "$(dirname "$0")/lib/setup.sh"
. "$TESTS/lib/between.sh"

sql() {
	psql -qXAt -v ON_ERROR_STOP=1 -d "${database:?}" -c "$1"
}

crm init -q && crm account add Acme -q >/dev/null || exit 1

test_expect_success 'a COMMIT without an answer: said so, and a key settles it' '
	between lost test_exit 1 crm contact add Once --batch-key once 2>err &&
	grep "^crm: outcome unknown: whether this was kept, postgresql://crm@/.* didn.t say" err &&
	grep "^hint: .*--batch-key" err &&
	crm contact add Once --batch-key once >again 2>err && grep "was done already" err &&
	test_output "$(cat again)" crm contact list -w name=Once -o id --csv --no-header &&
	between lost test_exit 1 crm --json contact add Twice --batch-key twice 2>err &&
	grep "\"code\":\"failed\"" err && test_output 1 crm contact count -w name=Twice
'

# each_cut COMMAND...: wherever it breaks, the same command with the same key,
# to which its number is added, is done once in the end.
each_cut() {
	for n in $(test_seq 1 60)
	do
		CRM_DB=${away:?} crm "$@" --batch-key "$1.$2.$n" >out 2>err && return
		if ! { test $? = 1 && test_must_be_empty out && test 2 = $(wc -l <err) &&
			grep -qE "^crm: ([a-z]+: )?(the connection to .* was lost|outcome unknown)" err &&
			grep -qE "^hint: (nothing was kept; run the command again|look before .*--batch-key)" err &&
			CRM_DB=${straight:?} crm "$@" --batch-key "$1.$2.$n" >/dev/null 2>&1; }
		then
			cat out err
			return 1
		fi
	done
	return 1
}

test_expect_success 'a connection that breaks at any message' '
	between cut each_cut contact add Cut account=Acme tags=t && test $n -gt 8 &&
	test_output $n crm contact count -w "name = Cut" && crm doctor -q >/dev/null
'

test_expect_success 'and in an import' '
	printf "name,account,tags\nOne,Acme,t\nTwo,Acme,u\nThree,,\n" >three.csv &&
	between cut each_cut contact import three.csv -q && test $n -gt 8 &&
	test_output $((3 * n)) crm contact count -w "name in (One, Two, Three)" && crm doctor -q >/dev/null
'

test_expect_success 'a reader that is cut off does not look whole' '
	test_exit 1 crm sql "SELECT CASE WHEN n < 5000 THEN '\''row'\'' ELSE
		pg_terminate_backend(pg_backend_pid())::text END FROM generate_series(1, 5001) AS n" 2>err >out &&
	grep -c row out && grep "the connection to .* was lost" err && grep "^hint: run the command again$" err
'

test_expect_success 'a server that will not wait' '
	psql -qX -d postgres -c "ALTER DATABASE \"$database\" SET statement_timeout = 100" &&
	test_exit 1 crm sql "SELECT pg_sleep(5)" 2>err &&
	grep "gave up: .*statement timeout" err && grep "^hint: a statement_timeout" err &&
	psql -qX -d postgres -c "ALTER DATABASE \"$database\" RESET ALL"
'

test_expect_success 'who may not connect, and who is not known' '
	test_exit 7 crm --db "postgresql://nobody-here@/$database?host=$SERVER" contact list 2>err &&
	grep "role \"nobody-here\" does not exist" err && grep "^hint: .*pg_hba" err && ! grep pgpass err &&
	sql "DROP ROLE IF EXISTS \"${database}_w\"; CREATE ROLE \"${database}_w\" LOGIN" &&
	weak="postgresql://${database}_w@/$database?host=$SERVER" &&
	test_exit 7 crm --db "$weak" contact list 2>err && grep "permission denied for its schema" err &&
	grep "^hint: .*grant" err &&
	sql "ALTER ROLE \"${database}_w\" CONNECTION LIMIT 0" &&
	test_exit 75 crm --db "$weak" contact list 2>err && grep "too many connections" err &&
	grep "^hint: run it again" err && sql "DROP ROLE \"${database}_w\""
'

test_expect_success 'where there is none' '
	test_exit 1 crm --db "postgresql://crm@/x?host=/none/nowhere,/none/nobody" contact list 2>err &&
	test_output 2 wc -l <err && grep "/nowhere/.*; .*/nobody/" err && grep "^hint: .*pg_isready" err &&
	crm --db "postgresql://crm@/$database?host=/none/nowhere,$SERVER" contact list -L 1 &&
	PGSERVICEFILE=$PWD/none test_exit 1 crm --db "postgresql:///?service=none" contact list 2>err &&
	grep "^hint: .*PGSERVICEFILE" err
'

test_expect_success 'services, a file of passwords' '
	printf "[here]\nhost=%s\nuser=crm\ndbname=%s\n" "$SERVER" "$database" >services &&
	export PGSERVICEFILE="$PWD/services" &&
	test_output 1 crm --db "postgresql:///?service=here" account count &&
	PGSERVICE=here test_output 1 crm --db "postgresql://" account count &&
	echo "*:*:*:crm:hunter2" >pass && chmod 600 pass &&
	PGPASSFILE=$PWD/pass test_output 1 crm account count && unset PGSERVICEFILE
'

test_expect_success 'a server that is too old' '
	between old test_exit 7 crm contact list 2>err && grep "is PostgreSQL 14$" err &&
	grep "^hint: 15 or a later" err
'

test_done
