#!/bin/sh
test_description='the source keeps to the rules that a machine can look at'
. "$(dirname "$0")/lib/setup.sh"

# style.pl RULE FILE...: prints the places that break it.
cat >style.pl <<\EOF
use strict;
use warnings;

my $rule = shift;

# Comments are blanked out, and strings too unless they are looked at; the
# lines stay.
sub code {
	my ($text, $strings) = @_;
	$text =~ s{(/\*.*?\*/)|("(?:[^"\\\n]|\\.)*")|('(?:[^'\\\n]|\\.)+')}{
		my $m = $1 // $2 // $3;
		defined $1 || defined $2 && !$strings ? $m =~ s/[^\n]/ /gr : $m
	}gse;
	return $text;
}

sub find {
	my ($file, $text, $re, $say) = @_;
	my $n = 0;
	for (split /\n/, $text) {
		$n++;
		print "$file:$n: $say: $1\n" if /($re)/;
	}
}

for my $file (@ARGV) {
	open my $f, '<', $file or die "$file: $!";
	local $/;
	my $text = <$f>;
	my $lines = $text =~ tr/\n//;

	if ($rule eq 'length') {
		print "$file: $lines lines\n" if $lines > 500;
	} elsif ($rule eq 'function') {
		my ($start, $n) = (0, 0);
		for (split /\n/, $text) {
			$n++;
			$start = $n if /^\{/;
			next if !/^\}/ || !$start;
			print "$file:$start: a function of ", $n - $start - 1,
			    " lines\n" if $n - $start - 1 > 60;
			$start = 0;
		}
	} elsif ($rule eq 'layout') {
		my $n = 0;
		utf8::decode($text);
		for (split /\n/, $text) {
			$n++;
			1 while s/\t/' ' x (8 - length($`) % 8)/e;
			print "$file:$n: ", length, " columns\n" if length > 80;
			print "$file:$n: blanks at the end\n" if /\s$/;
		}
		find($file, code($text), qr{//}, 'comments are /* */');
	} elsif ($rule eq 'sql') {
		find($file, code($text, 1), qr/"\s*(?:SELECT|INSERT|UPDATE|DELETE
		    |CREATE|ALTER|DROP|WITH|BEGIN|COMMIT|ROLLBACK|SAVEPOINT
		    |PRAGMA)\s/x, 'SQL');
	} elsif ($rule eq 'unsafe') {
		find($file, code($text), qr/\b(?:setlocale|v?sprintf|strcpy
		    |stpcpy|strcat|strncpy|strncat|strtok|gets|atoi|atol
		    |system|popen|alloca)\s*\(/x, 'never use');
	} elsif ($rule eq 'memory') {
		find($file, code($text), qr/\b(?:malloc|calloc|realloc
		    |reallocarray|strdup|strndup|v?asprintf)\s*\(/x,
		    'an arena or a buffer instead of');
	}
}
EOF

in_top() {
	(
		cd "$TOP" && "$@"
	)
}

c=$(in_top find src cmd include -name '*.[ch]' | sort)
# A driver may be a module that links nothing of libcrm.
above=$(echo "$c" | grep -v -e '^src/base/' -e '^src/db/sqlite' \
    -e '^src/db/postgres')
no_sql=$(echo "$c" | grep -E '^(cmd|src/io|src/base)/')
rules=$PWD/style.pl

on_tree() {
	no_complaints in_top perl "$rules" "$@"
}

test_expect_success 'no file is longer than 500 lines' '
	on_tree length $c
'
test_expect_success 'no function is longer than 60 lines' '
	on_tree function $c
'
test_expect_success '80 columns, no blanks at the end, comments are /* */' '
	on_tree layout $c
'
test_expect_success 'no SQL in cmd, src/io and src/base' '
	on_tree sql $no_sql
'
test_expect_success 'no locale, no unbounded copies' '
	on_tree unsafe $c
'
test_expect_success 'no memory but arenas and buffers above src/base' '
	on_tree memory $above
'

# The rules themselves.
finds() {
	printf %b "$2" >bad.c && perl style.pl "$1" bad.c >complaints &&
	cat complaints >&2 && test "$(wc -l <complaints)" -eq "$3"
}

test_expect_success 'the rules find what they are for, and nothing else' '
	{ echo "int f(void)"; echo "{"; test_seq 1 61; echo "}"; } >f.c &&
	finds function "$(cat f.c)\n" 1 &&
	{ echo "int f(void)"; echo "{"; test_seq 1 60; echo "}"; } >f.c &&
	finds function "$(cat f.c)\n" 0 &&
	finds length "$(test_seq 1 501)\n" 1 &&
	finds layout "$(printf "\t%073d\n\t%072d" 0 0)\n" 1 &&
	finds layout "x \n// y\n\"http://z\"\n" 2 &&
	finds sql "\"SELECT 1\"\n/* \"SELECT 1\" */\n\"selected\"\n" 1 &&
	finds unsafe "sprintf(s)\nsnprintf(s)\n\"gets(x)\"\ngets (x);\n" 2 &&
	finds memory "malloc(1)\ncrm_strdup(s)\nfree(p)\n" 1
'

test_done
