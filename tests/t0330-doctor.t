#!/bin/sh
test_description='the doctor finds what is broken, and mends what is safe'
. "$(dirname "$0")/lib/setup.sh"

# found CHECK: the doctor says so, and ends with status 1
found() {
	test_exit 1 crm doctor --csv >out 2>err && cat out err &&
	grep "^$1,found," out
}

# A server has its own.
files=files
test -z "$SERVER" || files=

test_expect_success 'a sound database is ok in all' '
	crm init -q --demo && crm field add contact shoe int &&
	crm doctor --csv --no-header -o check,state >out && cat out && ! grep -v ",ok$" out &&
	for check in configuration $files zone database tables indexes references links \
		log keys lifecycle search filters users
	do
		grep "^$check,ok" out || return 1
	done &&
	for format in table list json jsonl tsv; do
		crm doctor -F $format >out && grep keys out || return 1
	done
'

test_expect_success 'keys that are not what they should be are made anew' '
	engine_sql "UPDATE contact SET name_key = '"'x'"' WHERE id < 4;
		UPDATE account SET phone_key = NULL WHERE id = 2" &&
	found keys && grep "keys of 3 contacts" out && grep "keys of 1 accounts" out &&
	crm doctor --fix --csv >out && grep "^keys,fixed," out &&
	crm doctor -q >/dev/null && test_output 1 crm contact show 1 -o id --no-header
'

test_expect_success 'days of customers are computed anew' '
	crm account export -o id,lifecycle,last_bought >before &&
	engine_sql "UPDATE account SET last_bought = '"'2020-01-01'"'" &&
	found lifecycle && crm doctor --fix >/dev/null && crm doctor >/dev/null &&
	crm account export -o id,lifecycle,last_bought >after && test_cmp before after
'

test_expect_success 'a search index that does not fit is made anew' '
	engine_sql "UPDATE contact SET title = '"'Ballonist'"' WHERE id = 7" &&
	found search && crm doctor --fix --csv >out && grep "^search,fixed," out &&
	test_output 7 crm search ballonist --no-header -o id &&
	engine_sql "$(test -n "$SERVER" && echo "DELETE FROM search" ||
		echo "INSERT INTO search(search) VALUES('"'delete-all'"')")" &&
	found search && crm doctor --fix >/dev/null && crm doctor >/dev/null &&
	test_output 7 crm search ballonist --no-header -o id
'

test_expect_success 'an index that is missing is made, unless records stand in its way' '
	engine_sql "DROP INDEX account_name_key" && engine_sql "DROP INDEX contact_email_key" &&
	found indexes && grep "the index account_name_key is missing,crm doctor --fix" out &&
	engine_sql "UPDATE contact SET email = '"'x@x.test'"', email_key = '"'x@x.test'"' WHERE id < 3" &&
	test_exit 1 crm doctor --fix --csv >out && grep "^indexes,fixed,the index account_name_key was" out &&
	grep "^indexes,found,the index contact_email_key is missing and can.t be made: UNIQUE" out &&
	crm contact set 2 email=y@x.test -q >/dev/null && crm doctor --fix --csv >out &&
	grep "^indexes,fixed,the index contact_email_key" out && crm doctor >/dev/null &&
	test_exit 5 crm contact set 2 email=x@x.test
'

test_expect_success 'links and references that lead nowhere' '
	engine_sql "UPDATE activity SET \"on\" = 99999 * 64 + 2 WHERE id = 1;
		INSERT INTO tag(entity, record, tag) VALUES(75, 2, '"'contact:88888'"');
		INSERT INTO tag(entity, record, tag) VALUES(2, 77777, '"'lost'"');
		UPDATE contact SET created_by = 999 WHERE id = 5" &&
	found links && grep "on of 1 activity leads to no contact" out &&
	grep "with of 1 activity" out && grep "1 labels are of no contact" out &&
	found references && grep "created_by" out &&
	engine_sql "UPDATE activity SET \"on\" = 66 WHERE id = 1;
		DELETE FROM tag WHERE record = 77777 OR tag = '"'contact:88888'"';
		UPDATE contact SET created_by = 1 WHERE id = 5" && crm doctor --fix >/dev/null &&
	crm doctor >/dev/null
'

test_expect_success 'the log, filters, columns, admins' '
	engine_sql "INSERT INTO log(batch, entity, record, upto, op)
		VALUES(4711, 2, 1, 1, '"'U'"')" && found log && engine_sql "DELETE FROM log
		WHERE batch = 4711" &&
	crm segment add feet entity=contact "filter=shoe > 40" && crm field delete shoe &&
	found filters && grep "segment 1" out && crm undo -q &&
	engine_sql "UPDATE \"user\" SET role = '"'rep'"' WHERE id = 1" && found users &&
	engine_sql "UPDATE \"user\" SET role = '"'admin'"' WHERE id = 1" &&
	engine_sql "ALTER TABLE lead DROP COLUMN need" && found tables &&
	grep "table lead" out
'

test_expect_success FILE 'files that others may read, a configuration that is damaged' '
	rm -f "$CRM_DB"* && crm init -q && chmod 644 "$CRM_DB" && found files &&
	crm doctor --fix >/dev/null && crm doctor >/dev/null &&
	test 600 = "$(stat -c %a "$CRM_DB")" &&
	mkdir -p .config/crm && echo "[core" >.config/crm/config && found configuration &&
	rm .config/crm/config
'

test_expect_success 'a damaged page is told, not hidden' '
	crm init --db broken.db --demo -q && size=$(stat -c %s broken.db) &&
	sqlite3 broken.db "PRAGMA wal_checkpoint(TRUNCATE)" >/dev/null &&
	for at in 3 5 7 9 11 13 15 17; do
		printf "garbage garbage garbage" |
			dd of=broken.db bs=8192 seek=$at conv=notrunc 2>/dev/null
	done &&
	crm --db broken.db doctor >out 2>err; rc=$? && cat out err && test $rc != 0 && test $rc -lt 128
'

test_expect_success 'only who may write may mend, and no database is no crash' '
	test_exit 7 crm doctor --fix --as nobody && test_exit 8 crm doctor --db none.db
'

test_done
