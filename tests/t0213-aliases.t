#!/bin/sh
test_description='aliases of the configuration, and programs named crm-*'
. "$(dirname "$0")/lib/setup.sh"

crm init -q && crm contact add Ada title=Head >/dev/null &&
crm contact add Bob >/dev/null || exit 1

test_expect_success 'an alias is its words, and what follows it' '
	crm config set alias.heads="contact list -w title=Head -o" &&
	printf "name\nAda\n" >expected &&
	crm heads name >out && test_cmp expected out &&
	crm --no-header heads name,id --csv >out && test_output Ada,1 cat out &&
	test_exit 2 crm heads name --nonsense
'

test_expect_success 'words are cut as a shell does' '
	crm config set alias.one="contact list --no-header -o id -w '\''name = \"Ada\"'\''" &&
	test_output 1 crm one &&
	crm config set "alias.two=contact list -w id=1 --template \"{id} \\\"q\\\"\"\\ x" &&
	test "$(crm two)" = "1 \"q\" x" && crm config unset alias.two &&
	test_output 1 crm -c "alias.n=contact count -w name!=B'\''o'\''b" n -w "name=Ada" &&
	test_exit 2 crm -c "alias.bad=contact list '\''x" bad 2>err &&
	grep "alias.bad: a quote is not closed" err &&
	test_exit 2 crm -c "alias.bad= " bad 2>err && grep "no command in it" err
'

test_expect_success 'an alias may be of an alias, not of itself' '
	test_output 1 crm -c "alias.x=one" x &&
	test_output 1 crm -c "alias.x=--no-header one -q" x &&
	test_exit 2 crm -c alias.a=b -c "alias.b=c -q" -c alias.c=a a 2>err &&
	grep "alias.a: it leads back to itself" err &&
	grep "hint: one stands for the next: a, b, c, a" err
'

test_expect_success 'what is built in wins' '
	test_output 2 crm -c alias.contact="account" contact count &&
	test_exit 4 crm config set alias.contact=x 2>err && grep "built in" err &&
	test_exit 4 crm config set alias.undo=x && test_exit 2 crm config set alias.=x &&
	test_exit 2 crm config set alias.a_b.c=x && test_exit 4 crm config set "alias.a b=x"
'

test_expect_success 'a shell command, with what follows it' '
	crm config set alias.say="!printf \"<%s>\\n\"" &&
	test_output "<a b>
<c>" crm say "a b" c &&
	test_exit 9 crm -c "alias.nine=!exit 9 #" nine &&
	test_output "2 x" crm -c "alias.n=!echo \$(crm contact count --csv --no-header)" n x
'

mkdir bin && PATH=$PWD/bin:$PATH
cat >bin/crm-probe <<\EOF
#!/bin/sh
echo "args: $*"
env | grep "^CRM_[DUFTNC]" | sed "s,$PWD/,," | LC_ALL=C sort
crm config get core.busy-timeout
exit 12
EOF
chmod +x bin/crm-probe

test_expect_success 'crm-foo is crm foo: its arguments, its exit status' '
	test_exit 12 crm probe a -w "b c" --json -- -x >out &&
	grep -x "args: a -w b c --json -- -x" out && grep -Fx "CRM_DB=${CRM_DB#"$PWD/"}" out &&
	test_exit 12 crm -h probe >out && grep -x "args: --help" out
'

test_expect_success 'options before it are variables' '
	test_exit 12 crm -d other.db --as bob --csv --tz Asia/Tokyo --now 2026-01-02 --color never \
		--no-input --busy-timeout 7 -c core.pager=cat probe >out &&
	expect_file out <<-EOF &&
	args: 
	CRM_COLOR=never
	CRM_DB=other.db
	CRM_FORMAT=csv
	CRM_NOW=2026-01-02
	CRM_NO_INPUT=1
	CRM_TZ=Asia/Tokyo
	CRM_USER=bob
	7
	EOF
	test_exit 12 crm -c core.user=eve -c core.busy-timeout=2min -c core.db=x.db -d y.db probe >out &&
	grep -x CRM_USER=eve out && grep -x CRM_DB=y.db out && grep -x 2min out &&
	CRM_SETTINGS="[core] busy-timeout=3s" crm probe >out; grep -x 3s out &&
	test_exit 2 crm -n probe 2>err && grep -e "--dry-run is not for it" err &&
	test_exit 2 crm --batch-key k probe && crm --version probe >out && grep ^crm out
'

test_expect_success 'CRM_SETTINGS is a file of its own' '
	CRM_SETTINGS="[core] format=ids" && export CRM_SETTINGS &&
	test_output 1 crm contact list -w id=1 &&
	crm config get core.format --show-origin --csv --no-header >out &&
	test_output core.format,ids,variable:CRM_SETTINGS cat out &&
	CRM_FORMAT=jsonl crm contact list -w id=1 -o id >out && test_output "{\"id\":1}" cat out &&
	CRM_SETTINGS="[core] fromat=ids" && test_exit 2 crm contact list 2>err &&
	grep "CRM_SETTINGS: line 1: unknown setting .core.fromat" err && unset CRM_SETTINGS
'

test_expect_success 'built in, program, alias: the first that there is' '
	cp bin/crm-probe bin/crm-contact && test_output 2 crm contact count &&
	rm bin/crm-contact && test_exit 12 crm -c alias.probe="contact count" probe &&
	echo "exit 0" >bin/crm-plain && test_exit 2 crm plain 2>err && grep "unknown command" err &&
	mkdir bin/crm-dir && chmod 755 bin/crm-dir && test_exit 2 crm dir &&
	cp bin/crm-probe crm-here && (PATH=$PATH: && test_exit 2 crm here)
'

test_expect_success 'a typo names them, too' '
	test_exit 2 crm headz 2>err && grep "did you mean .heads" err &&
	test_exit 2 crm prob 2>err && grep "did you mean .probe" err
'

test_expect_success 'crm help knows them' '
	crm help -a >out && grep "^  contact  " out && grep "^  config  " out &&
	grep "^  heads         contact list -w title=Head -o$" out &&
	grep "^  probe         /.*/bin/crm-probe$" out &&
	test_output "heads is an alias of: contact list -w title=Head -o" crm help heads &&
	test_exit 12 crm help probe >out && grep -x "args: --help" out &&
	crm one -h >out 2>err && grep "^usage: crm contact list" out &&
	grep "one is an alias of: contact list" err &&
	test_exit 3 crm help nothing
'

test_expect_success 'they are completed' '
	crm complete he >out && grep "^heads	contact list" out && grep "^help	" out &&
	crm complete pro >out && grep "^probe" out &&
	crm complete -- heads name --whe >out && grep "^--where" out &&
	crm complete -- heads -w "ema" >/dev/null && crm complete -- heads na >out && grep "^name" out &&
	crm complete -- probe "" >out && test_output :file cat out &&
	crm complete -- say "" >out && test_output :file cat out &&
	crm complete -- nonsense "" >out && test_must_be_empty out
'

test_expect_success 'a configuration that is broken is said so' '
	printf "[core\n" >broken && test_exit 4 crm --config broken heads 2>err && grep broken err &&
	CRM_CONFIG=broken crm help -a >out && grep "^  contact" out
'

test_done
