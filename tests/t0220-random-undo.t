#!/bin/sh
test_description='random commands, then undo: the first state is back

CRM_TEST_SEED=N repeats a run, CRM_TEST_STEPS=N makes it longer.'
# Before the setup, which takes every CRM_ variable away.
seed=${CRM_TEST_SEED:-$(date +%s)}
steps=${CRM_TEST_STEPS:-300}
. "$(dirname "$0")/lib/setup.sh"

echo "# CRM_TEST_SEED=$seed"

nouns="account contact lead opp product user team pipeline stage stage_change activity case campaign audience member relation occasion address territory target rate article field"

# Everything but what only ever counts on; keys and tags straight from the
# tables.
state() {
	for noun in $nouns; do
		echo "== $noun" &&
		crm "$noun" export --jsonl -o '*' &&
		crm "$noun" export --deleted --jsonl -o '*' || return 1
	done >raw || return 1
	sed 's/"updated_at":[^,]*,"updated_by":[^,]*,"rev":[0-9]*,//' raw
	for key in account.name contact.name contact.email contact.phone \
	    lead.email address.value \
	    opp.name product.name user.email stage.name; do
		engine_sql "SELECT '$key', id, ${key#*.}_key
		    FROM \"${key%.*}\" ORDER BY id" || return 1
	done
	engine_sql "SELECT entity, record, tag FROM tag ORDER BY 1, 2, 3"
}

# The kept days of customers against a plain computation: prints what differs.
cat >kept.sql <<\EOS
CREATE TEMP VIEW done AS
	SELECT "on" AS link, done_on FROM activity
	    WHERE done_on IS NOT NULL AND deleted_at IS NULL
	UNION ALL SELECT CASE WHEN tag LIKE 'contact:%'
	    THEN CAST(substr(tag, 9) AS INTEGER) * 64 + 2
	    ELSE CAST(substr(tag, 6) AS INTEGER) * 64 + 12 END, done_on
	    FROM tag JOIN activity a ON a.id = tag.record
	    WHERE entity = 75 AND (tag LIKE 'contact:%' OR tag LIKE 'lead:%')
	    AND done_on IS NOT NULL AND a.deleted_at IS NULL;
CREATE TEMP VIEW of_contact AS SELECT c.id AS id, o.won_on, o.opened
	FROM contact c JOIN opp o ON o.deleted_at IS NULL AND
	(o.contact = c.id OR (o.contact IS NULL AND o.account = c.account));
CREATE TEMP VIEW on_what AS
	SELECT id * 64 + 8 AS link, contact, account FROM opp
	    WHERE deleted_at IS NULL
	UNION ALL SELECT id * 64 + 16, contact, account FROM "case"
	    WHERE deleted_at IS NULL;
CREATE TEMP VIEW with_contact AS
	SELECT c.id, d.done_on FROM contact c JOIN done d ON
	    d.link = c.id * 64 + 2 OR d.link IN (SELECT link FROM on_what
	    WHERE contact = c.id);
CREATE TEMP VIEW with_account AS
	SELECT a.id, d.done_on FROM account a JOIN done d ON
	    d.link = a.id * 64 + 1 OR d.link IN (SELECT id * 64 + 2 FROM contact
	    WHERE account = a.id) OR d.link IN (SELECT link FROM on_what WHERE
	    account = a.id);
SELECT 'contact', id, first_bought, last_bought, last_activity, qualified_on
FROM contact
EXCEPT SELECT 'contact', c.id,
	(SELECT MIN(won_on) FROM of_contact WHERE id = c.id),
	(SELECT MAX(won_on) FROM of_contact WHERE id = c.id),
	(SELECT MAX(done_on) FROM with_contact WHERE id = c.id),
	(SELECT MAX(d) FROM (SELECT MIN(opened) AS d FROM of_contact
	    WHERE id = c.id UNION ALL SELECT MIN(done_on) FROM with_contact
	    WHERE id = c.id) d2 HAVING COUNT(d) = 2) FROM contact c;
SELECT 'account', id, first_bought, last_bought, last_activity, qualified_on
FROM account
EXCEPT SELECT 'account', a.id,
	(SELECT MIN(won_on) FROM opp WHERE account = a.id AND deleted_at IS NULL),
	(SELECT MAX(won_on) FROM opp WHERE account = a.id AND deleted_at IS NULL),
	(SELECT MAX(done_on) FROM with_account WHERE id = a.id),
	(SELECT MAX(d) FROM (SELECT MIN(opened) AS d FROM opp WHERE
	    account = a.id AND deleted_at IS NULL UNION ALL SELECT MIN(done_on)
	    FROM with_account WHERE id = a.id) d2 HAVING COUNT(d) = 2)
FROM account a;
SELECT 'opp', id, last_activity FROM opp EXCEPT SELECT 'opp', o.id,
	(SELECT MAX(done_on) FROM done WHERE link = o.id * 64 + 8) FROM opp o;
SELECT 'lead', id, last_activity FROM lead EXCEPT SELECT 'lead', l.id,
	(SELECT MAX(done_on) FROM done WHERE link = l.id * 64 + 12) FROM lead l;
EOS
kept_is_right() {
	engine_sql <kept.sql >differ && test_must_be_empty differ
}

# Every word of every record is in the index, and no other.
index_fits() {
	crm doctor --csv >findings
	grep "^search,ok," findings || { cat findings; return 1; }
}

last_batch() {
	crm batch list -L 1 -o id --no-header
}

# Lines of shell, one command each; many are refused, on purpose.
cat >make.pl <<\EOP
use strict;
use warnings;

# With $batch, batches after that one are undone among the rest.
my ($seed, $steps, $batch) = @ARGV;
srand $seed;
my $n = 0;

sub pick { return $_[rand @_] }
sub id { return 1 + int rand $_[0] }

my @tags = ('vip', 'old', 'new', 'a,b', 'key-account', 'été');
my @words = ("O'Brien", 'Å b', 'x;y', 'Zürich', '--', '=1+1', 'a b', '日本');
my %ids = (contact => 215, account => 50, opp => 75, product => 12,
	user => 12, team => 5, stage => 10, activity => 12, lead => 6,
	case => 8, audience => 3, member => 12, relation => 8, occasion => 5,
	address => 8, field => 4);
my @nouns = keys %ids;
@nouns = sort @nouns;

sub quoted { return map { s/'/'\\''/gr } @_ }
sub assign { my ($f, @v) = @_; return "'$f=" . (quoted(pick(@v)))[0] . "'" }
sub email { return 'e' . int(rand 12) . '@rand.test' }

sub person { return pick('contact:' . id(215), 'account:' . id(50), 'lead:' . id(6)) }

sub thing { return pick(person(), 'opp:' . id(75), 'case:' . id(8)) }

# Never the one who acts.
sub refs {
	my $noun = shift;
	my $from = $noun eq 'user';
	return join ' ', map { $from + id($ids{$noun}) } 1 .. id(3);
}

my %set = (
	contact => sub { pick(assign('title', @words, ''), assign('email', email(), ''),
	    assign('last_name', @words), assign('first_name', @words, ''),
	    assign('account', id(50), ''), assign('tags', @tags, ''),
	    assign('reports_to', id(215)), assign('birthday', '1990-02-28', ''),
	    assign('country', 'France', 'DE', 'Narnia', ''), assign('phone', '030 1', ''),
	    assign('f' . id(5), id(9), 'a')) },
	account => sub { pick(assign('name', @words), assign('parent', id(50), ''),
	    assign('employees', 5, ''), assign('currency', 'JPY', 'EUR', 'KWD'),
	    assign('annual_revenue', 1200, 5), assign('domain', 'a.test')) },
	opp => sub { pick(assign('amount', 12, '100', ''), assign('stage', qw(1 2 3 5 6 won lost)),
	    assign('account', id(50), ''), assign('contact', id(215), ''),
	    assign('close_date', 'today+3d', ''),
	    assign('probability', 45, ''), assign('product', id(12), ''),
	    assign('currency', 'EUR', 'JPY')) },
	product => sub { pick(assign('price', '12.3456', 7), assign('code', 'c' . id(6)),
	    assign('active', 'yes', 'no')) },
	user => sub { pick(assign('team', id(5), ''), assign('manager', id(12)),
	    assign('login', 'l' . id(6))) },
	team => sub { pick(assign('parent', id(5), ''), assign('manager', id(12)),
	    assign('name', @words)) },
	stage => sub { pick(assign('probability', id(99)), assign('name', 's' . id(8)),
	    assign('position', id(9))) },
	activity => sub { pick(assign('on', thing(), ''), assign('with', 'contact:' . id(215), ''),
	    assign('with+', 'contact:' . id(215)), assign('with-', 'lead:' . id(6)),
	    assign('done_at', 'now', '2026-09-0' . id(9), ''), assign('due', 'today', '')) },
	lead => sub { pick(assign('status', qw(new working qualified)),
	    assign('email', email(), ''), assign('score', id(9), '')) },
	case => sub { pick(assign('status', qw(open resolved closed)),
	    assign('contact', id(215), ''), assign('rating', id(5), '')) },
	audience => sub { assign('name', @words) },
	member => sub { pick(assign('status', qw(sent opened)), assign('on', person())) },
	relation => sub { pick(assign('kind', qw(spouse child)), assign('to', person())) },
	occasion => sub { pick(assign('date', '2004-02-29'), assign('on', person())) },
	address => sub { pick(assign('value', email(), '030 4711'),
	    assign('kind', 'email', 'social', 'phone'),
	    assign('on', 'contact:' . id(215), 'account:1')) },
	field => sub { pick(assign('choices', 'a;b', 'a;c'), assign('help', @words, '')) },
);

my %add = (
	contact => sub { "name=R$n " . assign('email', email(), '') . ' ' .
	    assign('tags', @tags, '') . ' ' . assign('account', id(50), '') },
	account => sub { "name=R$n " . assign('parent', id(50), '') },
	opp => sub { "name=R$n amount=" . id(9999) . ' ' . assign('account', id(50)) .
	    ' ' . assign('stage', 'won', 1, 2, 6) },
	product => sub { "name=R$n price=3 " . assign('code', 'c' . id(6)) },
	user => sub { "login=l" . id(6) . " name=R$n" },
	team => sub { "name=R$n" },
	stage => sub { 'name=s' . id(8) . ' ' . assign('category', 'open', 'lost') },
	activity => sub { "subject=A$n " . assign('on', thing()) . ' ' .
	    assign('with', pick('contact:' . id(215), 'lead:' . id(6)) . ';contact:' . id(215)) .
	    pick('', ' done_at=now', ' done_at=2026-10-0' . id(9)) },
	lead => sub { "name=L$n " . assign('email', email()) },
	case => sub { "subject=C$n " . assign('contact', id(215), '') },
	audience => sub { "name=U$n" },
	member => sub { assign('of', 'audience:' . id(3)) . ' ' . assign('on', person()) },
	relation => sub { assign('from', person()) . ' ' . assign('to', person()) },
	occasion => sub { assign('on', person()) . ' date=2000-01-0' . id(9) },
	address => sub { assign('on', 'contact:' . id(215)) . ' ' . pick('kind=phone ' .
	    assign('value', '030 4711', '+33 1 23'), assign('value', email())) },
	field => sub { pick('contact', 'opp') . ' f' . id(5) . ' ' .
	    pick('int', 'choice --choices a,b', 'text --unique', 'ref --ref account') },
);

sub import {
	my $what = int rand 3;
	my $rows = $what == 0 ? join '', "name,email,tags,account\n", map {
		"Imported $n-$_," . email() . ",$tags[rand 3]," . id(60) . "\n" } 1 .. id(8)
	    : $what == 1 ? join '', "id,stage,amount\n", map {
		id(80) . ',' . id(7) . ',' . id(500) . "\n" } 1 .. id(8)
	    : join '', "name,parent\n", map {
		"T$n-$_,T$n-" . id(4) . "\n" } 1 .. id(4);

	return (qw(contact opp account))[$what] . ' import - --partial ' .
	    ($what == 2 ? '' : '--mode upsert --key ' . ($what ? 'id' : 'email')) .
	    " <<E\n${rows}E";
}

sub command {
	my $noun = pick(@nouns, 'contact', 'contact', 'opp', ('activity', 'case') x 2);
	my $r = rand;

	return "$noun add " . $add{$noun}->() if $r < .22;
	return "$noun set " . refs($noun) . ' ' . $set{$noun}->() if $r < .42;
	return "$noun set -w 'id>1 and id<" . id(20) . "' " . $set{$noun}->() if $r < .48;
	return "$noun delete " . refs($noun) if $r < .56;
	return "$noun delete -w 'id in (" . refs($noun) =~ s/ /,/gr . ")'" if $r < .58;
	return "$noun restore " . refs($noun) if $r < .65;
	return "$noun merge " . refs($noun) . ' ' . refs($noun) if $r < .68;
	return "$noun tag '" . pick(@tags) . "' " . refs($noun) if $r < .74;
	return "$noun untag '" . pick(@tags) . "' " . refs($noun) if $r < .80;
	return 'opp ' . pick("move 'Needs Analysis'", 'move 3', 'move won', 'win', 'lose',
	    'lose --reason price', 'win --on 2026-10-01') . ' ' . refs('opp') if $r < .90;
	return import() if $r < .94;
	return 'undo ' . ($batch + 1 + int(rand() ** .5 * $n * .7)) if $batch;
	return 'contact count';
}

for (1 .. $steps) {
	$n++;
	my $c = command();
	my $here = $c =~ s/ <<E\n(.*)E\z//s ? " <<\\E\n$1E\n" : "\n";
	print "try $c$here";
}
# Chance may have had only undos that are refused.
print "try contact add name=Last\ntry undo\n" if $batch;
EOP

# Each command does something or is refused, for one of the reasons we have.
cat >lib.sh <<\EOF2
try() {
	crm --no-input "$@" >out 2>err
	rc=$?
	echo "$rc $*" >>tried
	case $rc in
	0 | 2 | 3 | 4 | 5 | 6 | 7) ;;
	*)
		echo "exit $rc: crm $*" >>bad
		cat err >>bad
		;;
	esac
	if grep -E "constraint|database:|damaged" err; then
		echo "crm $*" >>bad
		cat err >>bad
	fi
}
EOF2

run_random() {
	: >bad && : >tried &&
	perl make.pl "$@" >commands &&
	. ./lib.sh &&
	. ./commands &&
	test_must_be_empty bad &&
	cut -d" " -f1 tried | sort | uniq -c
}

# Undo until nothing is left; with "hints" what is in the way goes first.
undo_all() {
	left=$((steps * 4))
	while test $left -gt 0; do
		left=$((left - 1))
		crm undo 2>err
		rc=$?
		test $rc = 3 && return 0
		test $rc = 0 && continue
		cat err
		test $rc = 5 && test "$1" = hints || return 1
		number=$(sed -n "s/^hint: .*crm undo \([0-9]*\)$/\1/p" err)
		if test -z "$number" || ! crm undo "$number" 2>err; then
			cat err
			return 1
		fi
	done
	echo "it does not end"
	return 1
}

test_expect_success 'a database to begin with' '
	crm init --demo &&
	state >first
'

test_expect_success "random commands (seed $seed)" '
	run_random "$seed" "$steps" 0 &&
	state >busy &&
	! cmp -s first busy &&
	kept_is_right && index_fits
'

test_expect_success 'what is undone and done again is as it was' '
	last=$(last_batch) &&
	: >pairs &&
	for try in $(perl -e "srand shift; print 2 + int(rand \$ARGV[0]), q( ) for 1 .. 25" "$seed" "$((last - 1))")
	do
		crm undo "$try" 2>err
		rc=$?
		test $rc = 5 && continue
		test $rc = 0 || { cat err; return 1; }
		echo "$try" >>pairs
		crm undo "$(last_batch)" -q || return 1
	done &&
	test -s pairs &&
	state >again &&
	test_cmp busy again &&
	kept_is_right && index_fits
'

test_expect_success 'a dump of it, loaded, gives the same' '
	for history in "" --history
	do
		crm dump $history >one.jsonl && rm -f copy.db* &&
		crm --db copy.db -q init && crm --db copy.db -q load one.jsonl &&
		crm --db copy.db dump $history >two.jsonl &&
		cmp one.jsonl two.jsonl || return 1
	done
'

test_expect_success 'undo of everything, the last first' '
	undo_all &&
	kept_is_right && index_fits &&
	state >after &&
	test_cmp first after
'

# Records above themselves, by fields that refer to their own entity.
cycles() {
	for tree in account.parent contact.reports_to user.manager team.parent; do
		engine_sql "WITH RECURSIVE up(id, at, n) AS (
		    SELECT id, \"${tree#*.}\", 1 FROM \"${tree%.*}\" UNION ALL
		    SELECT up.id, t.\"${tree#*.}\", n + 1 FROM up
		    JOIN \"${tree%.*}\" t ON t.id = up.at WHERE n < 50)
		    SELECT '$tree', id FROM up WHERE n = 50"
	done
}

test_expect_success 'and of commands with undos among them' '
	run_random "$((seed + 1))" "$steps" "$(last_batch)" &&
	grep "^0 undo" tried &&
	no_complaints cycles &&
	kept_is_right && index_fits &&
	undo_all hints &&
	state >after &&
	test_cmp first after
'

test_expect_success 'the database is sound' '
	engine_sound
'

test_done
