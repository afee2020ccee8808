#!/bin/sh
test_description='every file includes only from its own floor or a lower one'
. "$(dirname "$0")/lib/setup.sh"

# Prints a line for each include that goes up or sideways.
cat >walk.pl <<\EOF
use strict;
use warnings;

my %level = (base => 0, db => 1, model => 2, query => 3, io => 3,
	service => 4, cmd => 5);
my ($top) = @ARGV;
my %header;

chdir $top or die;
open my $table, '<', 'tests/floors.txt' or die;
while (<$table>) {
	next if /^#|^\s*$/;
	my ($floor, $name) = split;
	print "tests/floors.txt: no such floor: $floor\n" if !exists $level{$floor};
	$header{$name} = $floor;
}

sub floor_of {
	my ($file) = @_;
	return $1 if $file =~ m,^src/(\w+)/,;
	return 'cmd' if $file =~ m,^cmd/,;
	return $header{$1} if $file =~ m,^include/crm/(\w+)\.h$,;
	return;
}

for my $file (glob('src/*/*.[ch] cmd/*.[ch] include/crm/*.h')) {
	my $mine = floor_of($file);

	if (!defined $mine || !exists $level{$mine}) {
		print "$file: has no floor: add a line \"FLOOR NAME\" to ",
		    "tests/floors.txt\n";
		next;
	}
	open my $f, '<', $file or die;
	my $within = 0;
	while (<$f>) {
		# Its pages may be named, in the list of what help opens.
		my $code = s,"hooks".*,,r;
		$code =~ s,/\*.*?\*/,,g;
		$within = 0 if $within && $code =~ s,^.*?\*/,,;
		$code = '' if $within;
		$within = 1 if $code =~ s,/\*.*,,s;
		print "$file:$.: only db knows an engine\n" if $mine ne 'db' &&
		    $code =~ /sqlite|postgres|libpq|\bpg_|pragma\b/i;
		next if !/^\s*#\s*include\s*"([^"]+)"/;
		my $name = $1;
		my $path = $name =~ m,^crm/, ? "include/$name"
		    : $name =~ m,/, ? "src/$name" : $file =~ s,[^/]*$,$name,r;
		my $theirs = floor_of($path);

		if (!-e $path) {
			print "$file:$.: $name: no such file\n";
		} elsif ($file =~ /^include/ && $path !~ /^include/) {
			print "$file:$.: a public header includes a private one\n";
		} elsif (!defined $theirs || $theirs ne $mine
		    && $level{$theirs} >= $level{$mine}) {
			print "$file:$.: $mine includes $name",
			    defined $theirs ? " of $theirs\n" : ", of no floor\n";
		}
	}
}
EOF

test_expect_success 'the tree keeps to the floors' '
	no_complaints perl walk.pl "$TOP"
'

# The walker itself is tried on a tree that breaks each rule once.
make_tree() {
	mkdir -p tree/src/base tree/src/model tree/src/query tree/src/io \
	    tree/cmd tree/include/crm tree/tests &&
	echo "base buf" >tree/tests/floors.txt &&
	echo "io writer" >>tree/tests/floors.txt &&
	: >tree/include/crm/buf.h &&
	echo "#include \"crm/buf.h\"" >tree/include/crm/writer.h &&
	: >tree/src/model/log.h &&
	: >tree/src/query/sql.h &&
	echo "#include \"query/sql.h\"" >tree/cmd/main.c
}

complaint() {
	perl walk.pl tree >complaints && cat complaints >&2 &&
	test "$(wc -l <complaints)" -eq 1 && grep "$1" complaints
}

test_expect_success 'includes downward are fine' '
	make_tree &&
	no_complaints perl walk.pl tree
'

test_expect_success 'upward is found' '
	make_tree &&
	echo "#include \"model/log.h\"" >tree/src/base/buf.c &&
	complaint "src/base/buf.c:1: base includes model/log.h of model" &&
	rm tree/src/base/buf.c
'

test_expect_success 'query and io do not see each other' '
	make_tree &&
	echo "#include \"crm/writer.h\"" >tree/src/query/sql.c &&
	complaint "src/query/sql.c:1: query includes crm/writer.h of io" &&
	rm tree/src/query/sql.c
'

test_expect_success 'a public header includes no private one' '
	make_tree &&
	echo "#include \"model/log.h\"" >tree/include/crm/writer.h &&
	complaint "a public header includes a private one"
'

test_expect_success 'a public header needs a line in the table' '
	make_tree &&
	: >tree/include/crm/new.h &&
	complaint "include/crm/new.h: has no floor: add a line" &&
	rm tree/include/crm/new.h
'

test_expect_success 'only db knows an engine' '
	make_tree &&
	echo "#include <sqlite3.h>" >tree/src/model/bulk.c &&
	complaint "src/model/bulk.c:1: only db knows an engine" &&
	echo "if (!strcmp(name, \"postgres\")) /* PostgreSQL" >tree/src/model/bulk.c &&
	echo " * SQLite may be named here */" >>tree/src/model/bulk.c &&
	complaint "src/model/bulk.c:1: only db knows an engine"
'

test_done
