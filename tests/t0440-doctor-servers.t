#!/bin/sh
test_description='the doctor asks a server what it is and how it does'
SERVERS_ONLY='it wants a server'
. "$(dirname "$0")/lib/setup.sh"
. "$TESTS/lib/between.sh"

sql() {
	psql -qXAt -v ON_ERROR_STOP=1 -d "${database:?}" -c "$1"
}

# found WORDS [TODO]: so the doctor says of the database, and nothing else.
found() {
	test_exit 1 crm doctor --csv >out 2>err
	cat out
	test_output 1 grep -c ",found," out && grep "^database,found,.*$1" out >row &&
	grep -F "${2:-}" row
}

sound() {
	crm doctor --csv --no-header -o state >out && ! grep -v "^ok$" out
}

crm init -q && crm contact add Ada email=ada@acme.test -q >/dev/null || exit 1

test_expect_success 'a sound server' '
	sound && crm doctor --csv >out && grep "^database,ok" out && grep "^indexes,ok" out
'

test_expect_success 'a server of before' '
	between old test_exit 7 crm doctor 2>err && grep "is PostgreSQL 14" err
'

test_expect_success 'a database of another encoding' '
	psql -qX -d postgres -c "DROP DATABASE IF EXISTS \"${database}_latin\"" \
		-c "CREATE DATABASE \"${database}_latin\" ENCODING '\''LATIN1'\'' TEMPLATE template0" 2>/dev/null &&
	latin="postgresql://crm@/${database}_latin?host=$SERVER" &&
	test_exit 7 crm --db "$latin" doctor 2>err && grep "keeps text in LATIN1" err &&
	grep "^hint: make a database with ENCODING .UTF8." err && test_exit 7 crm --db "$latin" init &&
	psql -qX -d postgres -c "DROP DATABASE \"${database}_latin\""
'

test_expect_success 'a key that is sorted otherwise' '
	sql "ALTER TABLE crm.contact ALTER name_key TYPE text COLLATE \"POSIX\"" &&
	found "contact.name_key is sorted as POSIX says" \
		"ALTER TABLE crm.contact ALTER name_key TYPE text COLLATE \"\"C\"\"" &&
	sql "ALTER TABLE crm.contact ALTER name_key TYPE text COLLATE \"C\"" && sound
'

test_expect_success 'an engine without SERIALIZABLE' '
	CRM_DB= && between weak found "no SERIALIZABLE transactions"
	rc=$?
	CRM_DB=$straight
	return $rc
'

test_expect_success 'an index that is left half made, or is not there' '
	sql "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '\''crm.contact_email_key'\''::regclass" &&
	found "the index contact_email_key is not used" "REINDEX INDEX crm.contact_email_key" &&
	sql "REINDEX INDEX crm.contact_email_key" && sound &&
	sql "DROP INDEX crm.search_words, crm.log_batch" &&
	test_exit 1 crm doctor --csv >out && grep "^indexes,found,the index search_words is missing,crm doctor --fix" out &&
	crm doctor --fix --csv >out && grep "^indexes,fixed,the index log_batch was missing,made" out && sound &&
	test_output 1 sql "SELECT count(*) FROM pg_indexes WHERE indexname = '\''search_words'\''"
'

test_expect_success 'references that nobody looks at' '
	sql "ALTER TABLE crm.contact DISABLE TRIGGER ALL" &&
	found "what contact refers to is not looked at" "ALTER TABLE crm.contact ENABLE TRIGGER ALL" &&
	sql "ALTER TABLE crm.contact ENABLE TRIGGER ALL" && sound
'

test_expect_success 'letters that are not folded as ours' '
	sql "CREATE OR REPLACE FUNCTION crm.fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
		PARALLEL SAFE RETURN lower(\$1)" &&
	found "makes other small letters" "server with glibc" && no_database && crm init -q && sound
'

test_expect_success 'dead rows that are worth a vacuum' '
	sql "INSERT INTO crm.batch(at, by, noun, verb, added, updated, removed)
		SELECT '\'\'', 1, '\'\'', '\'\'', 0, 0, 0 FROM generate_series(1, 15000)" &&
	sql "DELETE FROM crm.batch WHERE at = '\'\''" &&
	found "1500. dead rows are kept beside . of batch" "VACUUM (ANALYZE) crm.batch, and see why" &&
	sql "VACUUM (ANALYZE) crm.batch" && sound
'

test_expect_success 'rows that the server knows nothing of' '
	sql "INSERT INTO crm.batch(at, by, noun, verb, added, updated, removed)
		SELECT '\'\'', 1, '\'\'', '\'\'', 0, 0, 0 FROM generate_series(1, 100001);
		SELECT pg_stat_reset_single_table_counters('\''crm.batch'\''::regclass)" >/dev/null &&
	sql "INSERT INTO crm.batch(at, by, noun, verb, added, updated, removed)
		SELECT '\'\'', 1, '\'\'', '\'\'', 0, 0, 0 FROM generate_series(1, 100001)" &&
	found "does not know how .* rows of batch are spread" "ANALYZE crm.batch" &&
	sql "ANALYZE crm.batch" && sound
'

test_expect_success 'a commit that a power cut may take' '
	psql -qX -d postgres -c "ALTER DATABASE \"$database\" SET synchronous_commit = off" &&
	found "synchronous_commit is off" "set it to on" &&
	psql -qX -d postgres -c "ALTER DATABASE \"$database\" RESET ALL" && sound
'

test_expect_success 'a server that a power cut may destroy' '
	psql -qX -d postgres -c "ALTER DATABASE \"$database\" SET crm.throwaway = off" &&
	found "may destroy the database: fsync and full_page_writes off" "crm.throwaway = on" &&
	psql -qX -d postgres -c "ALTER DATABASE \"$database\" RESET ALL" && sound
'

test_expect_success 'a foreign key that is not there' '
	account=$(crm account add Acme) && contact=$(crm contact add Bea account=Acme) &&
	sql "ALTER TABLE crm.contact DROP CONSTRAINT contact_account_fkey" &&
	test_exit 1 crm doctor --csv >out &&
	grep "^indexes,found,the foreign key contact(account) is missing,crm doctor --fix" out &&
	test_output 1 grep -c ",found," out &&
	sql "UPDATE crm.contact SET account = 77 WHERE id = $contact" &&
	test_exit 1 crm doctor --fix --csv >out && grep "^indexes,found,the foreign key contact(account) is missing and can.t be made: FOREIGN KEY" out &&
	sql "UPDATE crm.contact SET account = $account WHERE id = $contact" &&
	crm doctor --fix --csv >out && grep "^indexes,fixed,the foreign key contact(account) was missing,made" out && sound
'

test_done
