#!/bin/sh
test_description='crm sql on a server: types, places, and nothing but reading'
SERVERS_ONLY='t0345 is about files'
. "$(dirname "$0")/lib/setup.sh"

crm init -q && crm account add Acme currency=EUR -q >/dev/null &&
crm contact add "Ada Lovelace" account=Acme birthday=1815-12-10 -q >/dev/null &&
crm contact add Bob -q >/dev/null && crm opp add Big account=Acme amount=1234.50 -q >/dev/null ||
	exit 1

rows() {
	crm sql --no-header "$@"
}

test_expect_success 'odd columns and values' '
	test_output "{\"a\":null,\"b\":1,\"c\":\"NaN\",\"d\":12.5,\"e\":-0.5,\"f\":12,\"g\":\"2026-01-02\",\"h\":9223372036854775808}" \
		crm sql --jsonl "SELECT NULL AS a, true AS b, '\''NaN'\''::float8 AS c, 12.500 AS d,
			-0.5::float8 AS e, 12.00 AS f, DATE '\''2026-01-02'\'' AS g, 9223372036854775808 AS h" &&
	test_output 1234.5 rows "SELECT amount FROM opps" &&
	test_output "a:b,\$1,x" rows "SELECT '\''a:b'\'', \$\$\$1\$\$, \$t\$x\$t\$ -- :none" &&
	test_output "1,x" rows "SELECT 1::bigint /* :none */, :a" --param a=x
'

test_expect_success 'parameters take the type that they stand for' '
	test_output Bob rows "SELECT name FROM contacts WHERE id = :id" --param id=2 &&
	test_output "Ada Lovelace" rows "SELECT name FROM contacts WHERE birthday <= :d AND birthday = :d" --param d=1815-12-10 &&
	test_output 1 rows "SELECT count(*) FROM contacts WHERE birthday::date < :d" --param d=1900-01-01 &&
	test_output "bigint,numeric,text,text,text" rows "SELECT pg_typeof(:a), pg_typeof(:b), pg_typeof(:c), pg_typeof(:d), pg_typeof(:e)" \
		--param a=-12 --param b=0.50 --param c=007 --param d=+49 --param e=
'

test_expect_success 'the functions that every engine has' '
	test_output "2,äb,1,3" rows "SELECT days('\''2026-01-01'\'', '\''2026-01-03'\''), fold('\''ÄB'\''),
		contains('\''abc'\'', '\''b'\''), share(10, 1, 4)"
'

test_expect_success 'places behind parameters and letters of many bytes' '
	printf "SELECT :a, :a, '\''ЖЖ'\'',\n  nowhere FROM contacts" | test_exit 2 crm sql - --param a=xyz 2>err &&
	expect_file err <<-\EOF2 &&
	crm: line 2: no such column: nowhere
	    nowhere FROM contacts
	    ^
	hint: crm sql --views shows what there is
	EOF2
	test_exit 2 crm sql "SELECT c.nmae FROM contacts c" 2>err && grep "no such column: nmae" err &&
	grep "did you mean .name" err && test_exit 2 crm sql "SELECT 1/0" && test_exit 2 crm sql "SELECT '\''x'\''::int"
'

test_expect_success 'a query without an end ends' '
	test_output 3 sh -c "crm sql \"SELECT generate_series(1, 1000000000000)\" -L 2 | wc -l" &&
	test_exit 1 crm sql "SELECT generate_series(1, 1000000000000)" >/dev/full
'

cat >hostile <<\EOF
DELETE FROM contact
DELETE FROM contacts
DELETE FROM crm.contact
DELETE FROM crm.contact RETURNING id
UPDATE crm.contact SET name = 1
INSERT INTO crm.contact(name) VALUES (1) RETURNING id
MERGE INTO crm.contact USING crm.account ON false WHEN NOT MATCHED THEN DO NOTHING
WITH x AS (DELETE FROM crm.contact RETURNING id) SELECT * FROM x
EXPLAIN ANALYZE DELETE FROM crm.contact
TRUNCATE crm.contact
SELECT * FROM crm.contact FOR UPDATE
SELECT nextval('crm.contact_id_seq')
SELECT setval('crm.contact_id_seq', 1)
SELECT crm.crm_write()
SELECT crm.crm_give_back('1 2 3')
SELECT set_config('transaction_read_only', 'off', true), crm.crm_wrote()
CREATE TABLE x(a int)
CREATE TEMP TABLE x AS SELECT * FROM contacts
SELECT * INTO x FROM contacts
CREATE INDEX x ON crm.contact(name)
ALTER TABLE crm.contact ADD COLUMN x int
DROP TABLE crm.contact
DROP SCHEMA crm CASCADE
BEGIN
COMMIT
SET default_transaction_read_only = off
SET ROLE crm
DO $$ BEGIN DELETE FROM crm.contact; END $$
COPY crm.contact TO STDOUT
COPY crm.contact FROM STDIN
PREPARE x AS DELETE FROM crm.contact
VACUUM
ANALYZE
LOCK TABLE crm.contact
NOTIFY x
SELECT 1; DELETE FROM crm.contact
SELECT name FROM contact
-- x
EOF

test_expect_success 'nothing is written, however it is asked for' '
	before=$(crm dump --history | sha256sum) &&
	while IFS= read -r q
	do
		crm sql -- "$q" >out 2>err
		status=$?
		test $status = 7 || test $status = 2 || { echo "$status: $q"; cat err; return 1; }
		test_must_be_empty out || return 1
	done <hostile &&
	test_exit 7 crm sql "DELETE FROM crm.contact" 2>err && grep "SQL only reads here: DELETE is refused" err &&
	test_exit 7 crm sql "SELECT name FROM contact" 2>err && grep "did you mean .contacts" err &&
	test "$before" = "$(crm dump --history | sha256sum)" && crm doctor -q >/dev/null &&
	id=$(crm contact add Next) && test "$id" = 3
'

test_expect_success 'a role that may only read can' '
	psql -qX -d "$database" -c "CREATE ROLE \"$database\" LOGIN; GRANT USAGE ON SCHEMA crm TO \"$database\";
		GRANT SELECT ON ALL TABLES IN SCHEMA crm TO \"$database\"" &&
	test_output 3 crm --db "postgresql://$database@/$database?host=$SERVER" --as ada sql "SELECT count(*) FROM contacts" --no-header
'

test_done
