#!/bin/sh
test_description='crm sql: views with readable columns, parameters, and nothing but reading'
. "$(dirname "$0")/lib/setup.sh"

crm init -q && crm account add "Acme" priority=A currency=EUR -q >/dev/null &&
crm contact add "Ada Lovelace" account=Acme tags="vip;a" birthday=1815-12-10 -q >/dev/null &&
crm contact add "Bob O'Byte" country=DE -q >/dev/null &&
crm opp add Big account=Acme contact="Ada Lovelace" amount=1234.50 stage=Proposal close_date=2026-12-01 -q >/dev/null &&
crm opp add Yen account=Acme amount=5000 currency=JPY probability=12.5 -q >/dev/null &&
crm opp add Dinar account=Acme amount=1.234 currency=KWD -q >/dev/null &&
crm contact add Gone -q >/dev/null && crm contact delete Gone -q >/dev/null &&
crm log call "contact:Ada Lovelace" "hello" -q >/dev/null &&
crm rate add currency=USD date=2026-01-01 rate=0.9 -q >/dev/null || exit 1

before=$(crm dump --history | sha256sum)
unchanged() {
	crm dump --history | sha256sum >now && test "$before" = "$(cat now)" && test ! -e other.db
}

test_expect_success 'references by name and id, tags as one text, no deleted records' '
	test_output "id,name,account,account_id,tags,birthday,owner,owner_id
1,Ada Lovelace,Acme,1,a;vip,1815-12-10,ada,1
2,Bob O'"'"'Byte,,,,,ada,1" crm sql \
		"SELECT id, name, account, account_id, tags, birthday, owner, owner_id FROM contacts
			ORDER BY id" &&
	test_output 2 crm sql "SELECT count(*) FROM contacts" --no-header
'

test_expect_success 'amounts, percentages and rates are numbers' '
	test_output "Big,1234.5,EUR,,617.25,0
Dinar,1.234,KWD,,0.123,0
Yen,5000,JPY,12.5,625,0" crm sql "SELECT name, amount, currency, probability, weighted_amount, days_in_stage
		FROM opps ORDER BY name" --no-header &&
	test_output "6235.734" crm sql "SELECT sum(amount) FROM opps" --no-header &&
	test_output "Yen" crm sql "SELECT name FROM opps WHERE amount > 2000" --no-header &&
	test_output 0.9 crm sql "SELECT rate FROM rates" --no-header
'

test_expect_success 'links in parts, labels and batches as rows' '
	test_output "contact:1,contact,1,Ada Lovelace" crm sql --no-header "SELECT a.\"on\", on_entity, on_id, c.name
		FROM activities a JOIN contacts c ON on_entity = '"'contact'"' AND c.id = on_id" &&
	test_output "contact,1,a
contact,1,vip" crm sql "SELECT entity, record_id, tag FROM tags ORDER BY tag" --no-header &&
	test_output "contact,delete,ada" crm sql --no-header \
		"SELECT noun, verb, by FROM batches WHERE verb = '"'delete'"'"
'

test_expect_success 'every view can be read whole, and every column is told of' '
	crm sql --views --no-header -o view | uniq >views && test $(wc -l <views) -ge 20 &&
	while read -r view
	do
		crm sql "SELECT * FROM $view LIMIT 1" | head -1 | tr , "\n" >actual &&
		crm sql --views "$view" --no-header -o column >expected && test_cmp expected actual || return 1
	done <views &&
	test_output "opps,amount,number,expected value" sh -c "crm sql --views opps --no-header | grep amount, | head -1" &&
	test_exit 3 crm sql --views conatcts 2>err && grep "did you mean .contacts" err
'

test_expect_success 'what a list shows of computed fields, a view shows' '
	crm opp list -o id,weighted_amount,days_in_stage,age -s id --no-header | sed "s/0*,/,/; s/\.,/,/" >expected &&
	crm sql "SELECT id, weighted_amount, days_in_stage, age FROM opps ORDER BY id" --no-header >actual &&
	cut -d, -f1,3- expected >e && cut -d, -f1,3- actual >a && test_cmp e a &&
	crm contact list -o id,lifecycle,last_activity -s id --no-header >expected &&
	crm sql "SELECT id, lifecycle, last_activity FROM contacts ORDER BY id" --no-header >actual &&
	test_cmp expected actual
'

test_expect_success 'every format' '
	q="SELECT id, name, 1.5 AS n, NULL AS nil FROM contacts WHERE id = 2" &&
	test_output "{\"id\":2,\"name\":\"Bob O'"'"'Byte\",\"n\":1.5,\"nil\":null}" crm sql "$q" --jsonl &&
	test_output 2 crm sql "$q" --ids && test_output "Bob O'"'"'Byte=1.5" crm sql "$q" --template "{name}={n}\n" &&
	test_output "1.5,2" crm sql "$q" -o n,id --no-header &&
	crm sql "$q" --json | grep "^{\"id\":2" && crm sql "$q" --tsv | grep "^2	Bob" &&
	crm sql "$q" --list | grep "^name: *Bob" && crm sql "$q" --table --output out && grep "^ID  NAME" out &&
	test_output "[]" crm sql "SELECT id FROM contacts WHERE id < 0" --json &&
	test_exit 3 crm sql "SELECT id FROM contacts WHERE id < 0" --exit-status &&
	test_exit 2 crm sql "SELECT name FROM contacts" --ids
'

# What is below for FILE has its like for servers in t0420.
test_expect_success FILE 'odd columns and values' '
	test_output "id,name,id_2,name_2
1,Ada Lovelace,1,Acme" crm sql "SELECT c.id, c.name, a.id, a.name FROM contacts c JOIN accounts a ON a.id = c.account_id" &&
	test_output "{\"a\":\"x'"'"'ff'"'"'\",\"b\":\"x'"'"'6100'"'"'\",\"c\":\"Inf\",\"d\":1.0e+20,\"e\":-0.5}" crm sql --jsonl \
		"SELECT x'"'ff'"' AS a, CAST(x'"'6100'"' AS TEXT) AS b, 9e999 AS c, 1e20 AS d, -0.5 AS e" &&
	test_output "=1" crm sql "SELECT '"'=1'"'" --no-header && test_output "'"'"'=1" crm sql "SELECT '"'=1'"'" --no-header --excel-safe
'

test_expect_success 'a statement from a file and from stdin, remarks in it' '
	printf "%s\n" "-- how many" "SELECT count(*) AS n" "FROM contacts; -- done" " ;" >q.sql &&
	test_output 2 crm sql @q.sql --no-header && test_output 2 crm sql - --no-header <q.sql &&
	test_exit 3 crm sql @none.sql && test_exit 2 crm sql &&
	printf "SELECT 1\0" | test_exit 2 crm sql - &&
	test_exit 2 crm sql "" 2>err && grep "no statement" err && test_exit 2 crm sql "/* */ ;" &&
	test_exit 2 crm sql "SELECT 1; SELECT 2" 2>err && grep "more than one" err
'

test_expect_success 'parameters are values, whatever is in them' '
	test_output "1" crm sql "SELECT count(*) FROM contacts WHERE name = :n" --param n="Bob O'"'"'Byte" --no-header &&
	test_output "0" crm sql "SELECT count(*) FROM contacts WHERE name = :n" --param n="x'"'"' OR 1=1" --no-header &&
	test_output "Yen" crm sql "SELECT name FROM opps WHERE amount >= :min" --param min=4999.50 --no-header &&
	test_output "2026-11-22,2026-11-22T12:00:00Z,1" crm sql "SELECT :today, :now, :me" --no-header &&
	test_output x crm sql "SELECT :me" --param me=x --no-header &&
	test_exit 2 crm sql "SELECT :nmae" --param name=1 2>err && grep "did you mean .name" err &&
	test_exit 2 crm sql "SELECT 1" --param name=1 2>err && grep "no parameter .name" err &&
	test_exit 2 crm sql "SELECT :a" --param a=1 --param a=2 2>err && grep twice err &&
	test_exit 2 crm sql "SELECT ?" && test_exit 2 crm sql "SELECT @a" --param a=1 && test_exit 2 crm sql "SELECT :a" --param a
'

test_expect_success FILE 'digits are numbers unless they begin as no number does' '
	test_output "integer,real,text,text,text,text" crm sql --no-header \
		"SELECT typeof(:a), typeof(:b), typeof(:c), typeof(:d), typeof(:e), typeof(:f)" \
		--param a=-12 --param b=0.50 --param c=007 --param d=+49 --param e= --param f=1.2.3
'

test_expect_success 'at most so many rows' '
	q="WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n" &&
	test_output "1
2" crm sql "$q" -L 2 --no-header && test_output i crm sql "$q" -L 0 && test_exit 2 crm sql "$q" -L x
'

test_expect_success 'a mistake shows its place, and what was meant' '
	test_exit 2 crm sql "SELECT amuont FROM opps" 2>err && expect_file err <<-\EOF2 &&
	crm: no such column: amuont
	  SELECT amuont FROM opps
	         ^
	hint: did you mean '"'amount'"'?
	EOF2
	printf "SELECT name\nFROM opps WHERE\n  clsoe_date < 1" | test_exit 2 crm sql - 2>err && expect_file err <<-\EOF2 &&
	crm: line 3: no such column: clsoe_date
	    clsoe_date < 1
	    ^
	hint: did you mean '"'close_date'"'?
	EOF2
	test_exit 2 crm sql "SELECT * FROM contatcs" 2>err && grep "did you mean .contacts" err &&
	test_exit 2 crm sql "SELEC 1" 2>err && grep "syntax error" err &&
	test_exit 7 crm sql "SELECT name FROM contact" 2>err && grep "did you mean .contacts" err &&
	test_exit 2 crm --json sql "SELECT x" 2>err && grep "\"code\":\"usage\",\"message\":\"no such column: x" err
'

test_expect_success FILE 'what only this engine can do wrong' '
	test_exit 7 crm sql "SELECT name FROM sqlite_schema" &&
	test_exit 2 crm sql "SELECT abs(-9223372036854775808)" 2>err && grep overflow err &&
	test_exit 2 crm sql "SELECT length(zeroblob(999999999))"
'

test_expect_success FILE 'nothing is written, however it is asked for' '
	cat >hostile <<-\EOF2 &&
	DELETE FROM contact
	DELETE FROM contacts
	UPDATE contact SET name = 1
	INSERT INTO contact(name) VALUES (1)
	INSERT INTO contact(name) VALUES (1) RETURNING id
	REPLACE INTO contact(id, name) VALUES (1, 1)
	WITH x AS (SELECT 1) DELETE FROM contact
	EXPLAIN DELETE FROM contact
	CREATE TABLE x(a)
	CREATE TEMP TABLE x AS SELECT * FROM contacts
	CREATE TEMP TRIGGER x INSTEAD OF DELETE ON contacts BEGIN SELECT 1; END
	CREATE VIEW x AS SELECT 1
	CREATE INDEX x ON contact(name)
	CREATE VIRTUAL TABLE x USING fts5(a)
	ALTER TABLE contact ADD COLUMN x
	ALTER TABLE contact RENAME TO x
	DROP TABLE contact
	DROP VIEW temp.contacts
	ATTACH "other.db" AS o
	ATTACH ":memory:" AS o
	DETACH main
	BEGIN
	COMMIT
	SAVEPOINT x
	VACUUM
	VACUUM INTO "other.db"
	ANALYZE
	REINDEX
	PRAGMA writable_schema = 1
	PRAGMA query_only = 0
	PRAGMA user_version = 9
	PRAGMA journal_mode = DELETE
	PRAGMA wal_checkpoint
	PRAGMA database_list
	PRAGMA trusted_schema = 1
	SELECT load_extension("x")
	SELECT crm_each(1)
	SELECT fts3_tokenizer("x")
	SELECT * FROM pragma_user_version
	INSERT INTO search(search) VALUES ("delete-all")
	SELECT 1; DELETE FROM contact
	SELECT 1;;DELETE FROM contact
	-- x
	EOF2
	while IFS= read -r q
	do
		crm sql -- "$q" >out 2>err
		status=$?
		test $status = 7 || test $status = 2 || { echo "$status: $q"; return 1; }
		test_must_be_empty out || return 1
	done <hostile &&
	test_exit 7 crm sql "DELETE FROM contact" 2>err && grep "SQL only reads here: DELETE is refused" err &&
	test_exit 7 crm sql "ATTACH '"'other.db'"' AS o" 2>err && grep "ATTACH is refused" err &&
	test_exit 7 crm sql "PRAGMA writable_schema = 1" 2>err && grep "PRAGMA writable_schema" err &&
	test_output 2 crm contact count && unchanged && crm doctor >/dev/null
'

test_expect_success 'custom fields are columns, sensitive ones in a view of their own' '
	crm field add contact shoe_size int -q >/dev/null && crm field add contact faith text --sensitive -q >/dev/null &&
	crm contact set 1 shoe_size=39 faith=none -q >/dev/null &&
	test_output 39 crm sql "SELECT shoe_size FROM contacts WHERE id = 1" --no-header &&
	crm sql "SELECT * FROM contacts LIMIT 1" | head -1 >out && ! grep faith out &&
	test_output "Ada Lovelace,none" crm sql --no-header \
		"SELECT c.name, s.faith FROM contacts c JOIN contacts_sensitive s ON s.id = c.id WHERE s.faith > '"''"'" &&
	test_output "contacts_sensitive,id
contacts_sensitive,faith" crm sql --views contacts_sensitive --no-header -o view,column
'

test_expect_success 'whoever may only read can, and without a database there is none' '
	crm user add eve role=readonly -q >/dev/null && test_output 2 crm --as eve sql "SELECT count(*) FROM contacts" --no-header &&
	test_exit 8 crm --db none.db sql "SELECT 1" && test ! -e none.db
'

test_expect_success FILE 'nor is the file written' '
	chmod 400 crm.db && test_output 2 crm sql "SELECT count(*) FROM contacts" --no-header && chmod 600 crm.db
'

test_done
