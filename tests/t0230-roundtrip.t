#!/bin/sh
test_description='what is exported is imported as it was: every entity, odd strings'
. "$(dirname "$0")/lib/setup.sh"

nouns="team user territory product pipeline stage audience campaign account contact lead opp stage_change activity case"

# strings.pl NOUN FIELD: CSV with a row for each string, as people, programs
# and attackers write them.
cat >strings.pl <<\EOF
use strict;
use warnings;
use utf8;

my @s = (
	# delimiters, quotes, blanks, line ends
	',', ';', "a\tb", '"', '""', 'say "hi"', "'", "''", "O'Brien", 'a,b;c|d',
	'"quoted"', 'trail,', ',lead', '\\', '\\n', '\\"', '\\,', "a\\\tb",
	"line\nbreak", "cr\rlf\r\nend", "\n", "x\n\ny", "ends\n", "\nbegins",
	" lead", "trail ", "  both  ", "a  b", "\ttab", "\x{a0}nbsp\x{a0}",
	"\x{2003}em", "\x{3000}ideographic", "a\x{2028}b", "a\x{2029}b",
	"\x{feff}bom", "mid\x{feff}dle", "\x0bvt", "\x0cff",
	# what looks like something else
	'0', '00', '01234', '+49', '1e5', '1.0', '-1', '1,000', '1.000,50', 'NaN',
	'Infinity', 'null', 'NULL', 'nil', 'None', 'undefined', 'true', 'false',
	'yes', 'no', '2026-11-22', '22/11/2026', '=', 'a=b', '@x', '@@x', '@-',
	'-', '--', '-x', '--help', '*', '?', '~', '^', '$HOME', '${x}', '$(id)',
	'`id`', '%s%n', '%d', '{name}', '{{x}}', '#', '# c', '//', '/* c */', '[',
	']', '[1]', '{', '}', '{"id":1}', '<b>', '&amp;', '<script>alert(1)</script>',
	'../../etc/passwd', 'C:\\dir', 'me', 'none', 'contact:1', 'ext:erp:42',
	# spreadsheets
	'=1+1', '+1+1', '-1+1', '@SUM(A1)', "=cmd|' /C calc'!A0", "'=1",
	"'quoted", "\t=1", "\r=1",
	# SQL and search
	"'; DROP TABLE contact; --", '1 OR 1=1', '%', '_', 'a%b_c', 'NEAR(a b)',
	'a AND b', 'AT&T', 'a.b@c.de', '"phrase', 'col:', '(((', 'x*',
	# scripts, directions, marks
	'Zoë', "Zoe\x{308}", 'Ångström', "A\x{30a}ngstro\x{308}m", 'ﬁ', 'ß', 'ẞ',
	'İstanbul', 'ıI', 'ΑΒΓ άέή ς', 'Привет', 'Ёж', 'שלום', 'مرحبا', 'हिन्दी',
	'ไทย', '漢字', 'ひらがな', 'ｶﾀｶﾅ', '한국어', "\x{1112}\x{1161}\x{11ab}",
	'ｆｕｌｌ', 'Ǆ', "\x{202e}rtl\x{202c}", "\x{2066}iso\x{2069}",
	"\x{200b}zero", "a\x{200d}b", "a\x{ad}b", "\x{200e}",
	"Z\x{334}\x{335}\x{336}\x{337}a\x{338}l", '🙂', '👩‍👩‍👧‍👦', '🇩🇪', '👍🏽',
	"\x{fe0f}", "\x{1f600}" x 50, "\x{10fffd}", "\x{fffd}", "\x{e000}",
	"e\x{301}" x 100,
	# control characters
	(map { 'c' . chr($_) . 'c' } 1 .. 31, 127 .. 159),
	"\x{1b}[31mred", "\x{1b}]0;title\x{07}", "\x{9b}2J",
	# long ones
	'x' x 1000, 'long, ' x 2000, "many\nlines" x 500, '"' x 999, 'ä' x 3000,
);
my %key = (product => 'code', user => 'login');
my ($noun, $field) = @ARGV;

sub csv { return '"' . $_[0] =~ s/"/""/gr . '"' }

binmode STDOUT, ':utf8';
print join(',', 'name', $field, $key{$noun} // ()), "\n";
for my $i (0 .. $#s) {
	# A name is required; blanks are none.
	my $name = $s[$i] =~ /[^ \t\n\r\x0b\x0c]/ ? $s[$i] : "blank $i";

	print join(',', csv($name), csv($s[$i]), $key{$noun} ? "k$i" : ()), "\n";
}
EOF

# The rows of that CSV against the same records as JSON.
cat >compare.pl <<\EOF
use strict;
use warnings;
use JSON::PP;

local $/;
open my $f, '<:utf8', 'in.csv' or die;
my $csv = <$f>;
open my $j, '<', 'out' or die;
my $got = decode_json(<$j>);
my @want;

$csv =~ s/^[^\n]*\n//;
push @want, [ map { s/""/"/gr } $1, $2 ]
    while $csv =~ /\G"((?:[^"]|"")*)","((?:[^"]|"")*)"\n/gc;
die 'rows: ', scalar @want, ' and ', scalar @$got if !@want || @want != @$got;
for my $i (0 .. $#want) {
	my ($name, $notes) = @{ $want[$i] };
	my $g = $got->[$i];

	$notes = undef if $notes !~ /[^ \t\n\r\x0b\x0c]/;
	print "row $i: name\n" if $g->{name} ne $name;
	print "row $i: notes\n" if defined $g->{notes} != defined $notes ||
	    defined $notes && $g->{notes} ne $notes;
}
EOF

export_all() {
	mkdir -p "$1" &&
	for noun in $nouns; do
		crm "$noun" export -o '*' >"$1/$noun.csv" || return 1
	done
}

# load FROM [OPTION]: every file of that folder into CRM_DB
load() {
	from=$1
	shift
	for noun in $nouns; do
		crm "$noun" import "$from/$noun.csv" --mode upsert --key id "$@" \
			2>"err.$noun" || {
			echo "$noun"
			head -5 "err.$noun"
			return 1
		}
	done
}

# Into nothing: users have teams, and teams managers.
load_new() {
	crm init -q &&
	crm team import "$1/team.csv" --mode upsert --key id --set manager= -q &&
	crm user import "$1/user.csv" --mode upsert --key id -q &&
	load "$1" -q
}

test_expect_success 'odd strings come in' '
	crm init -q &&
	for what in "contact notes" "contact title" "opp next_step" "product unit" \
		"user _x" "team _x" "pipeline _x" "account notes"
	do
		perl strings.pl $what >in.csv &&
		crm ${what% *} import in.csv -q || return 1
	done &&
	test "$(crm account count)" -gt 200
'

test_expect_success 'each is what it was' '
	crm account list -s id -o name,notes --json >out &&
	no_complaints perl compare.pl
'

test_expect_success 'and records of every sort' '
	perl strings.pl audience notes >in.csv && crm audience import in.csv -q &&
	crm territory add North && crm territory add Pole parent=North manager=ada &&
	crm campaign add Fair audience=1 start=2026-01-01 budget=10.50 tags=a,b &&
	crm lead add Lin campaign=Fair budget=100 currency=JPY email=Lin@x.test &&
	crm case add Broken contact=1 status=closed rating=5 &&
	crm activity add Call on=contact:1 with=contact:2,lead:1 done_at=now kind=call &&
	crm user add login=eve name="Eve, \"E\"" role=manager manager=ada &&
	crm team add West manager=eve && crm team add Coast parent=West tags=a,b &&
	crm user set eve team=Coast &&
	crm account set 1 parent=2 annual_revenue=1234.5 currency=KWD \
		tags="x,y z" owner=eve country=DE website=https://a.test phone="+49 30 1" &&
	crm contact set 1 account=3 reports_to=2 referred_by=3 \
		birthday=1960-02-29 email="ü@x.test" preferred_channel=sms &&
	crm product set 1 price=0.0001 cost=12 active=no &&
	crm pipeline add Other && crm stage add S1 pipeline=Other rotting_days=3 &&
	crm stage add S2 pipeline=Other category=lost &&
	crm opp set 1 account=4 contact=5 product=2 amount=99.99 probability=12.5 \
		close_date=2027-01-31 type=upsell competitor=6 &&
	crm opp set 2 pipeline=Other stage=S1 amount=-7 currency=JPY &&
	crm opp win -w "id>=3 and id<=9" --on 2026-11-22 -q &&
	crm opp move Proposal 3 && crm opp lose 2 --reason "a, b"
'

test_expect_success 'importing what was exported changes nothing' '
	export_all one && crm batch list >before && load one &&
	for noun in $nouns
	do
		grep ": 0 added, 0 updated, $(crm $noun count) unchanged, 0 rejected$" \
			err.$noun || { cat err.$noun; return 1; }
	done &&
	export_all two && diff -r one two &&
	crm batch list >after && test_cmp before after
'

test_expect_success 'into an empty database: the same fields and ids' '
	(export CRM_DB=$PWD/empty.db && load_new one) &&
	for noun in $nouns
	do
		crm $noun export >a.csv &&
		crm --db empty.db $noun export >b.csv && test_cmp a.csv b.csv || return 1
	done
'

test_expect_success 'and exporting that again the same bytes' '
	(export CRM_DB=$PWD/empty.db && export_all three && load three -q &&
	export_all four) && diff -r three four
'

test_expect_success 'JSON that was printed changes nothing when it goes in again' '
	crm batch list >before &&
	for noun in $nouns
	do
		crm $noun list --json >list.json &&
		crm $noun export -o "*" --json >export.json &&
		crm $noun list --ids -0 | crm $noun show - -0 --jsonl >show.jsonl &&
		for file in list.json export.json show.jsonl
		do
			crm $noun import $file --mode upsert --key id 2>err &&
			grep ": 0 added, 0 updated, $(crm $noun count) unchanged, 0 rejected$" err ||
			{ echo $noun $file; head -5 err; return 1; }
		done || return 1
	done &&
	export_all six && diff -r one six &&
	crm batch list >after && test_cmp before after
'

test_expect_success 'and into an empty database it gives the same' '
	mkdir json && for noun in $nouns
	do
		crm $noun export -o "*" --jsonl >json/$noun.csv || return 1
	done &&
	(export CRM_DB=$PWD/json.db && load_new json) &&
	for noun in $nouns
	do
		crm $noun export >a.csv &&
		crm --db json.db $noun export >b.csv && test_cmp a.csv b.csv || return 1
	done
'

test_expect_success 'safe for a spreadsheet, and back' '
	crm contact export --excel-safe -o "*" >safe.csv &&
	grep "^[0-9]*,,,.=1+1," safe.csv &&
	crm contact import safe.csv --excel-safe --mode upsert --key id 2>err &&
	grep " 0 added, 0 updated, " err
'

test_expect_success 'another zone, another day: the same' '
	(export CRM_TZ=Pacific/Auckland CRM_NOW=2027-06-01 && export_all five) &&
	diff -r one five
'

test_done
