#!/bin/sh
test_description='much at once into a server: what a file has, and what a role may'
SERVERS_ONLY='it wants a server'
. "$(dirname "$0")/lib/setup.sh"

sql() {
	psql -qXAt -v ON_ERROR_STOP=1 -d "${database:?}" -c "$1"
}

# So much that it is loaded in bulk; references by names, also by such as
# several have, or as are something else.
test_expect_success 'make files' '
	printf "%s\n" name Alpha ALPHA Beta "Ga  mma" 12 a@b.test "ext:7" "x:y" "Östra" "#3" >accounts &&
	perl -e '\''
		my @a = ("Alpha", "Beta", "beta", "Ga mma", "a@b.test", "x:y", "östra", "", "Nobody", "3", "alpha");
		print "first_name,last_name,email,phone,account,tags,notes\n";
		for (1 .. 2400) {
			my $wide = join " ", map { "wort" . $_ * 7 % 97 } 1 .. 55;
			print "V$_,N", $_ % 300, ",v$_\@bulk.test,+49 30 ", 100000 + $_, ",$a[$_ % @a],",
			    $_ % 5 ? "" : "t$_;few", ",$wide \\\\. $_ \\\\N\n";
		}'\'' >contacts &&
	test "$(wc -c <contacts)" -gt 1048576 &&
	sed "s/N299/Ü/; s/wort0 /anders /" contacts >again
'

loads() {
	crm "$@" init -q && crm "$@" account import accounts -q &&
	test_exit 6 crm "$@" contact import --partial contacts >"out.$1" 2>"err.$1" &&
	cp "err.$1" first &&
	crm "$@" contact import --partial --mode upsert again >>"out.$1" 2>>"err.$1"
	test $? = 6 &&
	crm "$@" dump --history >"dump.$1" &&
	for words in "n7 v7" wort14 bulk.test 100002 "few n150" anders ü nobody
	do
		crm "$@" search "$words" -L 5000 --csv || return 1
	done >"found.$1" &&
	crm "$@" doctor -q
}

test_expect_success 'the same as in a file' '
	loads --db=file.db && loads --color=never &&
	for what in out err dump found
	do
		test_cmp $what.--db=file.db $what.--color=never || return 1
	done &&
	test "$(wc -l <found.--color=never)" -gt 1000
'

# Who has been granted all but owns nothing can drop no index.
test_expect_success 'a role that owns nothing' '
	no_database && crm init -q && crm account import accounts -q &&
	sql "DROP ROLE IF EXISTS \"$database\"" 2>/dev/null
	sql "CREATE ROLE \"$database\" LOGIN; GRANT USAGE ON SCHEMA crm TO \"$database\";
		GRANT ALL ON ALL TABLES IN SCHEMA crm TO \"$database\";
		GRANT ALL ON ALL SEQUENCES IN SCHEMA crm TO \"$database\"" &&
	weak="postgresql://$database@/$database?host=$SERVER" &&
	test_exit 6 crm --db "$weak" contact import --partial contacts 2>err &&
	test_cmp first err && crm doctor -q
'

# An audit, say: it must not be passed over for speed.
test_expect_success 'triggers that somebody made' '
	no_database && crm init -q &&
	sql "CREATE TABLE crm.seen(id bigint); CREATE FUNCTION crm.see() RETURNS trigger LANGUAGE plpgsql AS \$\$
		BEGIN INSERT INTO crm.seen VALUES (NEW.id); RETURN NULL; END \$\$;
		CREATE TRIGGER see AFTER INSERT ON crm.contact FOR EACH ROW EXECUTE FUNCTION crm.see()" &&
	{ test_seq 1 1200 | sed "1s/^/name\n/"; } >many && crm contact import -q many &&
	test_output 1200 sql "SELECT count(*) FROM crm.seen"
'

test_expect_success 'words that somebody left behind' '
	no_database && crm init -q && crm account import accounts -q &&
	sql "INSERT INTO crm.search VALUES (5 * 64 + 2, '\''stray:1A'\'')" &&
	test_exit 1 crm contact import --partial contacts 2>err &&
	grep "words of a record that isn" err && grep "^hint: crm doctor --fix" err &&
	test_output 0 crm contact count && crm doctor --fix -q &&
	test_exit 6 crm contact import -q --partial contacts && crm doctor -q
'

test_done
