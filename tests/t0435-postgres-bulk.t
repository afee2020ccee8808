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

# Into what has rows: new ones, changed ones and such as are what they were, in
# one file; values that are free or taken by what an earlier row did, near by
# and far off; rows that are refused.
test_expect_success 'make files for a table that has rows' '
	perl -e '\''
		sub row { print join(",", @_), "\n" }
		open STDOUT, ">", "had"; row(qw(ext_id name email phone country tags notes));
		row("a:$_", "Had $_", "h$_\@had.test", "030 $_", $_ % 3 ? "DE" : "AT", $_ % 4 ? "" : "old;t$_", "word$_ remains")
			for 1 .. 1300;
		open STDOUT, ">", "mixed"; row(qw(ext_id name email phone country tags notes));
		for (1 .. 3200) {
			my @r = ("a:$_", "Had $_", "h$_\@had.test", "030 $_", $_ % 3 ? "DE" : "AT", $_ % 4 ? "" : "old;t$_",
			    "word$_ remains");
			$r[6] = "changed$_ " . "and more of it " x 5 if $_ % 5 == 0;
			$r[5] = "new;t$_" if $_ % 7 == 0;
			# Frees an address, which a row soon after it and one long after take.
			$r[2] = "moved$_\@had.test" if $_ % 11 == 0;
			$r[2] = "h" . ($_ - 1) . "\@had.test" if $_ % 11 == 1 && $_ > 1;
			$r[2] = "h" . ($_ - 2000) . "\@had.test" if $_ > 2000 && ($_ - 2000) % 22 == 11;
			$r[2] = "h" . ($_ % 1300) . "\@had.test" if $_ % 97 == 0;
			# Twice in the file, near and far; nothing to be known by; no number.
			$r[0] = "a:" . ($_ - 1) if $_ % 101 == 0;
			$r[0] = "a:" . ($_ - 1900) if $_ % 503 == 0 && $_ > 1900;
			$r[0] = "" if $_ % 301 == 0;
			$r[3] = "none" if $_ % 211 == 0;
			row(@r);
		}
		open STDOUT, ">", "byid"; row(qw(id email notes deleted_at));
		row($_, $_ % 3 ? "" : "id$_\@had.test", "by id $_", $_ % 50 ? "" : "2026-01-01T00:00:00Z") for 2, 40, 90 .. 1500, 7000 .. 7020, 95;
		open STDOUT, ">", "lines"; print qq({"email":"h$_\@had.test","notes":"line $_","name":"L $_"}\n) for 1200 .. 3000, 1300, 2999
	'\'' &&
	test "$(wc -c <mixed)" -gt 140000
'

comes() {
	crm "$@" init -q && crm "$@" contact import -q had &&
	crm "$@" contact delete -q -y 7 1000 1100 &&
	for args in "--mode upsert mixed" "--mode upsert mixed" "--mode add had" "--mode update --key id byid" \
	    "--mode upsert --key name had" "--mode upsert --key email lines" "--mode add --set email=- lines" \
	    "--mode upsert -n had"
	do
		echo "$args"
		# shellcheck disable=SC2086
		crm "$@" contact import --partial $args
		echo $?
	done >"came.$1" 2>&1 &&
	crm "$@" dump --history >"all.$1" &&
	for words in moved22 changed100 "word10 remains" new line "id93 had" 30
	do
		crm "$@" search "$words" -L 5000 --csv || return 1
	done >"words.$1" &&
	crm "$@" doctor -q &&
	crm "$@" undo -q && crm "$@" undo -q && crm "$@" undo -q && crm "$@" dump >"undone.$1" &&
	crm "$@" doctor -q
}

test_expect_success 'into a table that has rows: the same as in a file' '
	comes --db=came.db && no_database && comes --color=never &&
	for what in came all words undone
	do
		test_cmp $what.--db=came.db $what.--color=never || return 1
	done &&
	grep "^2$" came.--color=never; test $? = 1 &&
	grep "is also on line" came.--color=never && grep "is taken by" came.--color=never
'

# So large that the server is left to find values that two rows have: there are
# none; they come first; one is refused before, and others after; what is
# said of a row that is refused in the end.
test_expect_success 'large files' '
	perl -e '\''
		my $junk = "x" x 23000;
		sub file { my ($name, %row) = @_; open my $f, ">", $name; print $f "email,name,close,junk\n";
			for (1 .. 1460) { print $f $row{$_} // "g$_\@big.test,Big $_,", ",$junk\n" } }
		file("fine"); file("twice", 900 => "G17\@big.test,Again,"); file("late", 1400 => "none,No,", 1460 => "g3\@BIG.test,x,");
		file("early", 5 => "g4\@big.test,Twice,", 800 => "none,No,", 900 => "g7\@big.test,x,");
	'\'' &&
	test "$(wc -c <late)" -gt 33554432
'

trusts() {
	for args in fine twice late early "--mode upsert twice" "--mode upsert --key name early" "-n late"
	do
		crm "$@" init -q && echo "$args" || return 1
		# shellcheck disable=SC2086
		crm "$@" contact import --set close=- --set junk=- --rejects rejects --partial $args
		echo $?
		test ! -e rejects || cut -c1-60 rejects
		crm "$@" dump --history
		crm "$@" doctor -q >said || return 1
		rm -f rejects trust.db*
		no_database
	done >"trusted.$1" 2>&1
}

test_expect_success 'values that nobody looks at: the same as in a file' '
	trusts --db=trust.db && no_database && trusts --color=never &&
	test_cmp trusted.--db=trust.db trusted.--color=never &&
	test "$(grep -c "is taken by" trusted.--color=never)" -gt 5 &&
	rm fine twice late early
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
