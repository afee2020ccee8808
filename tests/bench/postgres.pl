# Rows P1 to P3 of tests/bench/run: crm on a PostgreSQL server, and psql.
#
# The server is made for them and removed afterwards.  It has the settings of
# the tests', where nothing waits for a disk, but logs as much as servers do.
# Both programs reach it through its socket.  "cpu" is of a program and of what
# the server did for it.
#
# P1 is against \copy into a table of the same columns with indexes of the same
# kinds, and nothing else: no checks, references, log or words to search for.
# P2 and P3 are against the SQL that asks psql for the same.
use strict;
use warnings;
use File::Temp 'tempdir';

our ($dir, $why);
my ($crm, $server, $postmaster, @psql, $used);

sub lacks {
	($why) = @_;
	return 0;
}

sub start_server {
	my ($here) = @_;

	return lacks('peer not installed: psql') if !installed('psql');
	return lacks('no module: install libpq-dev')
	    if !-e $crm =~ s,[^/]*$,modules/postgres.so,r;
	$server = tempdir('crm-bench-XXXXXX', TMPDIR => 1);
	system("$here/../lib/server", 'start', $server, 'wal_level=replica',
	    'full_page_writes=on') == 0
	    or return lacks('no server could be started');
	($postmaster) = contents("$server/data/postmaster.pid") =~ /^(\d+)/;
	@psql = ('psql', '-qXAt', '-v', 'ON_ERROR_STOP=1', '-U', 'crm', '-h',
	    $server);
	return 1;
}

sub address {
	return "postgresql://crm@/$_[0]?host=$server";
}

sub sql {
	my ($database, @commands) = @_;

	return ask(@psql, '-d', $database, map { ('-c', $_) } @commands)
	    // die "psql: $why\n";
}

# DATABASE as FROM is, with nothing left to be written.
sub copy_database {
	my ($database, $from) = @_;

	sql('postgres', "DROP DATABASE IF EXISTS $database",
	    "CREATE DATABASE $database TEMPLATE $from STRATEGY file_copy",
	    'CHECKPOINT');
}

# --------------------------------------------------------- processors' time

sub ticks {
	my ($pid, @fields) = @_;
	my @stat = split ' ', contents("/proc/$pid/stat") =~ s/.*\) //sr;
	my $n = 0;

	$n += $stat[$_] // 0 for @fields;
	return $n;
}

# Of all the server's processes, those that have ended and those that are.
sub server_ticks {
	my ($ended, $n) = (-1);

	while ($ended != (my $now = ticks($postmaster, 13, 14))) {
		$ended = $n = $now;
		$n += ticks($_, 11, 12) for split ' ', contents(
		    "/proc/$postmaster/task/$postmaster/children");
	}
	return $n;
}

sub count_from_here {
	$used = server_ticks();
}

sub add_server {
	my ($measured) = @_;

	$measured->{cpu} += (server_ticks() - $used) / 100;
}

sub server_pairs {
	my ($n, @sides) = @_;

	for my $side (@sides) {
		my $before = $side->{before};

		$side->{before} = sub {
			$before->() if $before;
			count_from_here();
		};
		$side->{after} = \&add_server;
	}
	return pairs($n, @sides);
}

# -------------------------------------------------------------------- data

sub make_server_data {
	my ($d) = @_;

	sql('postgres', 'CREATE DATABASE base');
	for my $args ([ 'init' ], [ 'user', 'import', "$d/users.csv" ],
	    [ 'account', 'import', "$d/accounts.csv" ]) {
		run_to('/dev/null', $crm, '-d', address('base'), @$args)
		    or die "crm @$args: $why\n";
	}
}

# As make_peer in run: the columns of crm's table and its indexes, made of what
# is in the file.  It has no references, no log and no search.
sub make_server_peer {
	my ($d) = @_;
	my ($header) = contents("$d/contacts.csv") =~ /^(.*)/;
	my $columns = sql('base', "SELECT string_agg(format('%I %s %s',
	    attname, CASE WHEN attname IN ('account', 'owner') THEN 'text'
	    ELSE format_type(atttypid, atttypmod) END, CASE attname WHEN 'id'
	    THEN 'GENERATED ALWAYS AS IDENTITY PRIMARY KEY' ELSE
	    CASE WHEN attcollation <> 0 OR attname IN ('account', 'owner')
	    THEN 'COLLATE \"C\"' END END), ', ' ORDER BY attnum)
	    FROM pg_attribute WHERE attrelid = 'crm.contact'::regclass AND
	    attnum > 0 AND NOT attisdropped");
	my $indexes = sql('base', "SELECT indexdef FROM pg_indexes WHERE
	    schemaname = 'crm' AND tablename = 'contact' AND indexname <>
	    'contact_pkey'");
	my %has = map { $_ => 1 } $columns =~ /(?:^|, )"?(\w+)/g;

	$columns .= ", $_ text" for grep { !$has{$_} } split /,/, $header;
	$indexes =~ s/\b(email|phone)_key(?= IS|\))/$1/g;
	$indexes =~ s/\(name_key\)/(last_name)/g;
	$indexes =~ s/\bcrm\.contact/contact/g;
	sql('postgres', 'CREATE DATABASE peer');
	sql('peer', "CREATE TABLE contact($columns)", split /\n/, $indexes);
	return $header;
}

sub fill_server {
	my ($d) = @_;

	copy_database('filled', 'base');
	run_to('/dev/null', $crm, '-d', address('filled'), 'contact', 'import',
	    "$d/contacts.csv") or die "crm contact import: $why\n";
	sql('filled', 'VACUUM ANALYZE');
}

# -------------------------------------------------------------------- rows

sub server_import {
	my ($d, $n, $runs) = @_;
	my $header = make_server_peer($d);
	my $few = $runs < 3 ? $runs : 3;
	my $text = join " || ' ' || ", map { "COALESCE($_, '')" }
	    split /,/, $header;
	my $words = "CREATE INDEX ON contact USING gin(
	    to_tsvector('simple', $text))";
	my $ours = {
		run => [ $crm, '-d', address('work'), 'contact', 'import',
		    "$d/contacts.csv" ],
		before => sub { copy_database('work', 'base') },
	};
	my @copy = (@psql, '-d', 'work', '-c', "\\copy contact($header)" .
	    " FROM '$d/contacts.csv' CSV HEADER");
	my @theirs = map { {
		run => $_, before => sub { copy_database('work', 'peer') },
	} } \@copy, [ @copy, '-c', $words ];
	my $r = server_pairs($runs, { %$ours }, $theirs[0]);

	ratio('P1', "import $n to a server", 'psql \copy', 1.5, undef, $r);
	amount('P1', 'its peak memory', '%.1f MB', 64, 32, $r->{kib} / 1024)
	    if $r;
	ratio('P1', 'the same', '\copy, and words', 1.0, undef,
	    server_pairs($few, $ours, $theirs[1])) if $r;
}

sub server_show {
	my ($n, $short) = @_;
	my ($key, $email) = split /\|/, sql('filled', 'SELECT email_key, email
	    FROM crm.contact ORDER BY id LIMIT 1
	    OFFSET (SELECT count(*) / 2 FROM crm.contact)');

	ratio('P2', "contact show E-MAIL at $n, server", 'psql -c', 1.3, undef,
	    server_pairs($short, {
		run => [ $crm, '-d', address('filled'), 'contact', 'show',
		    $email ]
	    }, {
		run => [ @psql, '-d', 'filled', '-c', "SELECT * FROM
		    crm.contact WHERE email_key = '$key' AND
		    deleted_at IS NULL" ]
	    }));
}

sub server_export {
	my ($d, $n, $runs) = @_;
	my $header = ask($crm, '-d', address('filled'), 'contact', 'export',
	    '-L', 1, '--csv') // return missing('P3', 'export', $why);
	my @sides = map { { out => "$d/$_" } } 'export', 'peer.export';
	my $sql = 'SELECT ' . join(', ', map {
		$_ ne 'tags' ? qq("$_") : q{(SELECT string_agg("tag", ';' ORDER
		    BY "tag") FROM crm.tag WHERE "entity" = 2 AND "record" =
		    "contact"."id") AS "tags"}
	} split /,/, (split /\n/, $header)[0]) .
	    ' FROM crm.contact WHERE "deleted_at" IS NULL ORDER BY "id"';

	$sides[0]{run} = [ $crm, '-d', address('filled'), 'contact', 'export',
	    '--csv' ];
	$sides[1]{run} = [ grep({ $_ ne '-qXAt' } @psql), '-qX', '--csv', '-d',
	    'filled', '-c', $sql ];
	my $r = server_pairs($runs, @sides);
	ratio('P3', "export $n from a server", 'psql --csv', 1.3, undef, $r);
	print "    the outputs differ!\n" if $r && bare("$d/export") ne
	    bare("$d/peer.export");
	amount('P3', 'its peak memory', '%.1f MB', 32, 16, $r->{kib} / 1024)
	    if $r;
	unlink map { $_->{out} } @sides;
}

# HOW: crm, here, runs, short, and N contacts in DATA.
sub server_rows {
	my ($how) = @_;
	my @rows = grep { wanted($_) } qw(P1 P2 P3);
	my $d = $how->{data};

	return if !@rows;
	$crm = $how->{crm};
	if (!start_server($how->{here})) {
		missing($_, 'crm on PostgreSQL', "SKIPPED: $why") for @rows;
		return;
	}
	make_server_data($d);
	server_import($d, $how->{n}, $how->{runs}) if wanted('P1');
	return if !wanted('P2') && !wanted('P3');
	fill_server($d);
	server_show($how->{n}, $how->{short}) if wanted('P2');
	server_export($d, $how->{n}, $how->{runs}) if wanted('P3');
}

sub stop_server {
	my ($here) = @_;

	system("$here/../lib/server", 'stop', $server) if $server;
	undef $server;
}

1;
