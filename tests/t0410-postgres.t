#!/bin/sh
test_description='what is a server'\''s alone: roles, schemas, moving there and back'
SERVERS_ONLY='it wants a server'
. "$(dirname "$0")/lib/setup.sh"

sql() {
	psql -qXAt -v ON_ERROR_STOP=1 -d "${database:?}" -c "$1"
}

test_expect_success 'no such database, or nothing in it' '
	test_exit 8 crm --db "postgresql://crm@/none?host=$SERVER" contact list 2>err &&
	grep "^crm: no database at postgresql://crm@/none?host=" err && grep "^hint: createdb" err &&
	test_exit 8 crm --db "postgresql://crm@/none?host=$SERVER" init &&
	test_exit 8 crm contact list 2>err && grep "^hint: crm init" err
'

test_expect_success 'an address in words, and a service alone' '
	printf "[mine]\nhost=$SERVER\nuser=crm\ndbname=$database\n" >services &&
	words="host=$SERVER user=crm dbname=$database options='\''-c search_path=wordy'\''" &&
	crm --db "$words" init -q && crm --db "$words" account add Wordy &&
	test_output 1 crm --db "host=/nowhere,$SERVER user=crm dbname=$database options=-csearch_path=wordy" \
		account count &&
	PGSERVICEFILE=$PWD/services test_output 1 crm --db "service=mine options=-csearch_path=wordy" \
		account count &&
	PGSERVICEFILE=$PWD/services test_exit 8 crm --db service=mine account count &&
	sql "DROP SCHEMA wordy CASCADE"
'

test_expect_success 'an init that fails leaves nothing' '
	test_exit 4 crm init --currency XXQ &&
	test_output 0 sql "SELECT count(*) FROM pg_namespace WHERE nspname = '\''crm'\''"
'

test_expect_success 'of many at once, one makes it' '
	for w in 1 2 3 4 5 6 7 8
	do
		{ crm init -q 2>/dev/null; echo $? >>race; } &
	done
	wait &&
	test_output 1 grep -c "^0$" race && test_output 7 grep -c "^5$" race &&
	test_output 1 crm user count
'

test_expect_success 'a schema that is somebody else'\''s, or another crm'\''s' '
	other="$CRM_DB&options=-csearch_path%3Dother" &&
	test_exit 8 crm --db "$other" contact list &&
	sql "CREATE SCHEMA other; CREATE TABLE other.t(a int)" &&
	test_exit 8 crm --db "$other" contact list 2>err && grep "the schema other is not crm" err &&
	test_exit 8 crm --db "$other" init && sql "DROP SCHEMA other CASCADE" &&
	crm --db "$other" init -q && crm --db "$other" account add Theirs &&
	test_output 0 crm account count && test_output 1 crm --db "$other" account count &&
	sql "CREATE OR REPLACE FUNCTION other.crm_schema() RETURNS bigint LANGUAGE sql RETURN 999" &&
	test_exit 8 crm --db "$other" contact list 2>err && grep "has schema 999" err &&
	test_exit 5 crm --db "$other" init
'

test_expect_success 'from a file to it and back: the same bytes' '
	crm --db file.db init -q --demo && crm --db file.db field add contact shoe int &&
	crm --db file.db contact set 1 shoe=41 tags=a,b && crm --db file.db contact delete 7 &&
	crm --db file.db field add contact badge text --unique &&
	crm --db file.db contact set 2 badge=b-2 &&
	crm --db file.db segment add feet entity=contact "filter=shoe > 40" >/dev/null &&
	crm --db file.db log call contact:3 "How is it?" minutes=5 >/dev/null &&
	crm --db file.db account add Gone >/dev/null && crm --db file.db undo -q &&
	for history in "" --history
	do
		crm --db file.db dump $history >1 && no_database && crm init -q &&
		crm load -q 1 && crm dump $history >2 && cmp 1 2 &&
		rm -f back.db* && crm --db back.db init -q && crm --db back.db load -q 2 &&
		crm --db back.db dump $history >3 && cmp 1 3 || return 1
	done &&
	test_output 1 crm contact count -w "segment = feet" &&
	test_exit 5 crm contact set 3 badge=b-2 2>err && grep badge err &&
	for noun in account contact opp activity segment product team
	do
		set -- $noun add After && test $noun != segment || set -- "$@" entity=contact filter=id=1
		crm "$@" >a && crm --db file.db "$@" >b && test_cmp a b || return 1
	done &&
	for i in 1 2 3 4 5 6 7 8 9
	do
		crm undo -q && crm --db file.db undo -q || return 1
	done &&
	crm dump --history >1 && crm --db file.db dump --history >2 && cmp 1 2
'

# Whoever divides the tables among machines must know of them.
test_expect_success 'the manual names every key that is unique across a table' '
	sql "SELECT c.relname || '\''('\'' || (SELECT string_agg(a.attname, '\'', '\'' ORDER BY a.attnum)
		FROM pg_attribute a WHERE a.attrelid = i.indexrelid) || '\'')'\'' FROM pg_index i
		JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = '\''crm'\''::regnamespace
		AND i.indisunique AND NOT i.indisprimary" >keys && grep -c ext_id keys &&
	grep -v "(ext_id)" keys | grep -v badge | while IFS= read -r key
	do
		grep -qF "$key" "$TOP/man/crm-postgres.7" || { echo "$key"; return 1; }
	done
'

test_expect_success 'a backup of the schema holds all of it' '
	pg_dump -Fc -n crm -f backup "$database" && crm dump --history >1 && no_database &&
	pg_restore -d "$database" backup && crm dump --history >2 && cmp 1 2 &&
	crm doctor --csv --no-header -o state >out && ! grep -v "^ok$" out
'

test_expect_success 'what a role may not is refused' '
	sql "DROP ROLE IF EXISTS \"$database\"" 2>/dev/null
	sql "CREATE ROLE \"$database\" LOGIN; GRANT USAGE ON SCHEMA crm TO \"$database\"" &&
	weak="postgresql://$database@/$database?host=$SERVER" &&
	test_exit 7 crm --db "$weak" contact list 2>err &&
	grep "permission denied" err && grep "^hint: .*grant" err &&
	sql "GRANT SELECT ON ALL TABLES IN SCHEMA crm TO \"$database\"" &&
	crm --db "$weak" contact list -L 1 &&
	test_exit 7 crm --db "$weak" contact add X 2>err && grep "permission denied" err &&
	test_exit 0 crm contact add X
'

test_expect_success 'a server that may only be read' '
	sql "ALTER DATABASE \"$database\" SET default_transaction_read_only = on" &&
	crm contact list -L 1 && test_exit 7 crm contact add Y 2>err
	rc=$?
	psql -qX -d postgres -c "ALTER DATABASE \"$database\" RESET ALL"
	test $rc = 0 && grep "attempt to write a readonly database" err && crm contact add Y
'

test_expect_success 'its own settings do no harm' '
	sql "ALTER DATABASE \"$database\" SET search_path = nowhere;
		ALTER DATABASE \"$database\" SET standard_conforming_strings = off;
		ALTER DATABASE \"$database\" SET timezone = '\''Asia/Tokyo'\'';
		ALTER DATABASE \"$database\" SET default_transaction_isolation = '\''read uncommitted'\'';
		ALTER DATABASE \"$database\" SET client_encoding = '\''LATIN1'\''" &&
	id=$(crm contact add "Zoë \\ O'\''Neil") &&
	test_output "Zoë \\ O'\''Neil" crm contact show $id -o name --csv --no-header &&
	test_output 1 crm contact count -w "name ~ \"ZOË \\\\ O\"" &&
	sql "ALTER DATABASE \"$database\" RESET ALL"
'

# Each id that is printed is there once, whoever was writing.
test_expect_success 'imports beside each other, and beside people' '
	for f in 1 2 3 4
	do
		{ echo name,email,tags; for i in $(test_seq 1 150); do
			echo "P$f.$i,p$f.$i@many.test,t$((i % 7));u$f"; done; } >many.$f.csv
	done &&
	before=$(crm contact count) && : >bad &&
	for f in 1 2 3 4
	do
		{ crm --busy-timeout 60 contact import many.$f.csv -q || echo "import $f" >>bad; } &
		{ for i in 1 2 3 4 5; do crm --busy-timeout 60 contact add "Q$f.$i" tags=q$f ||
			echo "add $f.$i" >>bad; done >ids.$f; } &
	done
	wait &&
	test_must_be_empty bad && test_output $((before + 620)) crm contact count &&
	test_output 600 crm contact count -w "email ~ @many.test" &&
	test_output 20 crm contact count -w "tags in (q1, q2, q3, q4)" &&
	cat ids.* | sort -n | uniq -d >twice && test_must_be_empty twice && crm doctor -q
'

# The gate at which they wait is an advisory lock of this number.
gate=1129467186

test_expect_success 'who is refused lets nobody overtake until it is through' '
	sql "CREATE SEQUENCE public.refused; CREATE FUNCTION crm.refuse() RETURNS trigger LANGUAGE plpgsql AS \$\$
		DECLARE n bigint := nextval('\''public.refused'\'');
		mine bigint := (SELECT count(*) FROM pg_locks WHERE locktype = '\''advisory'\'' AND
			classid = $gate AND mode = '\''ExclusiveLock'\'' AND granted AND pid = pg_backend_pid());
		BEGIN IF mine <> (n > 1)::int THEN RAISE '\''% without its turn'\'', n; END IF;
		IF n < 4 THEN RAISE USING ERRCODE = '\''40001'\''; END IF; RETURN NULL; END \$\$;
		CREATE TRIGGER refuse AFTER INSERT ON crm.contact FOR EACH ROW EXECUTE FUNCTION crm.refuse()" &&
	crm contact add Patient && test_output 4 sql "SELECT last_value FROM public.refused" &&
	sql "SELECT setval('\''public.refused'\'', 1, false)" >/dev/null &&
	test_exit 75 crm --busy-timeout 0 contact add Hasty && test_output 0 crm contact count -w name=Hasty &&
	sql "DROP TRIGGER refuse ON crm.contact; DROP FUNCTION crm.refuse(); DROP SEQUENCE public.refused"
'

test_expect_success 'but not for long' '
	{ sql "SELECT pg_advisory_lock($gate, hashtext('\''crm'\'')), pg_sleep(60)" 2>/dev/null & } &&
	until sql "SELECT 1 FROM pg_locks WHERE classid = $gate AND granted" | grep -q 1; do sleep 0.05; done &&
	crm contact add Overtaker
	rc=$?
	sql "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE classid = $gate" >/dev/null && wait
	test $rc = 0
'

test_expect_success 'a key settles what is not known' '
	sql "CREATE FUNCTION crm.warn() RETURNS trigger LANGUAGE plpgsql AS \$\$
		BEGIN RAISE WARNING '\''canceling wait for synchronous replication'\''; RETURN NULL; END \$\$;
		CREATE CONSTRAINT TRIGGER warn AFTER INSERT ON crm.contact DEFERRABLE INITIALLY DEFERRED
		FOR EACH ROW EXECUTE FUNCTION crm.warn()" &&
	test_exit 1 crm contact add Once --batch-key k 2>err &&
	grep "outcome unknown" err && grep "^hint: .*--batch-key" err &&
	sql "DROP TRIGGER warn ON crm.contact" &&
	crm contact add Once --batch-key k 2>err && grep "was done already" err &&
	test_output 1 crm contact count -w name=Once
'

test_expect_success 'stdout that is closed is not the server' '
	test_exit 1 crm contact list >&- && test_exit 1 crm contact list <&- >&- &&
	crm doctor -q
'

test_done
