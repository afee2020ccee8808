#!/bin/sh
test_description='crm config: what holds and why, and changing it'
. "$(dirname "$0")/lib/setup.sh"

crm init -q && crm contact add Ada >/dev/null || exit 1
mine=.config/crm/config

test_expect_success 'all that holds, and where it is from' '
	mkdir -p .config/crm && printf "[core]\n\n\tformat = csv\n" >$mine &&
	crm config list --show-origin -c core.busy-timeout=5min --color never >out &&
	expect_file out <<-EOF &&
	key,value,origin
	core.db,$CRM_DB,variable:CRM_DB
	core.user,ada,variable:CRM_USER
	core.format,csv,file:$PWD/$mine:3
	core.color,never,option:--color
	core.tz,UTC,variable:CRM_TZ
	core.busy-timeout,5min,option:-c
	core.hook-timeout,30,built-in
	core.no-hooks,no,built-in
	company.currency,EUR,database
	company.zone,UTC,database
	company.year-start,1,database
	company.week-start,1,database
	company.inactive-after,365,built-in
	EOF
	crm config list -o key --no-header >out && grep -x core.format out &&
	crm config list --json >out && grep "{\"key\":\"core.format\",\"value\":\"csv\"}" out &&
	(unset CRM_DB && crm config list --show-origin >out &&
		grep "^core.db,$PWD/.local/share/crm/crm.db,built-in$" out &&
		! grep ^company out)
'

test_expect_success 'one of them' '
	test_output csv crm config get core.format &&
	test_output tsv crm -F tsv config get core.format --no-header -o value &&
	test_output "{\"key\":\"core.db\",\"value\":\"x.db\",\"origin\":\"option:--db\"}" \
		crm config get core.db --db x.db --jsonl --show-origin &&
	test_output EUR crm config get company.currency &&
	test_output 365 crm config get company.inactive-after &&
	test_exit 3 crm config get core.pager 2>err && grep "core.pager is not set" err &&
	test_exit 3 crm config get company.country &&
	test_exit 2 crm config get core.fromat 2>err && grep "did you mean .core.format" err &&
	test_exit 2 crm config get company.curency 2>err && grep "did you mean .company.currency" err &&
	test_exit 8 crm --db none.db config get company.zone
'

test_expect_success 'a file is changed in place' '
	printf "# mine\n[core]\n\tformat = ids ; short\n\n[core]\n# last\n" >$mine &&
	crm config set core.format=jsonl core.pager="less # -S" core.busy-timeout=1h &&
	printf "# mine\n[core]\n\tformat = jsonl ; short\n\n[core]\n" >expected &&
	printf "\tpager = \"less # -S\"\n\tbusy-timeout = 1h\n# last\n" >>expected &&
	test_cmp expected $mine &&
	test_output "less # -S" crm config get core.pager &&
	crm config unset core.pager core.busy-timeout &&
	test_exit 1 grep -e pager -e busy $mine
'

test_expect_success 'a new file is for its owner alone, an old one keeps its mode' '
	rm -r .config && crm config set core.format=csv &&
	test "$(stat -c %a $mine)" = 600 && test "$(stat -c %a .config/crm)" = 700 &&
	chmod 640 $mine && crm config set core.format=tsv && test "$(stat -c %a $mine)" = 640 &&
	mkdir dot && mv $mine dot/rc && ln -s ../../dot/rc $mine &&
	crm config set core.format=ids && test -L $mine && grep ids dot/rc &&
	ls dot >out && test_output rc cat out && rm -r .config dot
'

test_expect_success 'writers wait for each other, and lose nothing' '
	for i in a b c d e f g h i j; do crm config set --file many alias.$i="contact list" & done &&
	wait && test_output 10 grep -c = many && ls >out && ! grep "many\.new" out
'

test_expect_success 'another file' '
	crm config set --file my.conf core.user=bob && test ! -e .config &&
	test_output bob crm --config my.conf -c core.db=x config get core.user --file my.conf &&
	crm config list --file my.conf --show-origin >out &&
	expect_file out <<-\EOF &&
	key,value,origin
	core.user,bob,file:my.conf:2
	EOF
	(XDG_CONFIG_HOME=$PWD/xdg && export XDG_CONFIG_HOME &&
		crm config set --user core.color=never && grep never xdg/crm/config &&
		test_output never crm config get core.color) &&
	test_exit 2 crm config set --user --file x core.color=never &&
	test_exit 3 crm config list --file none &&
	(unset HOME && test_exit 2 crm config set core.color=never)
'

test_expect_success 'what is wrong is not written' '
	test_exit 4 crm config set core.color=blue 2>err &&
	grep "core.color: .blue. is not auto, always or never" err &&
	test_exit 4 crm config set core.format=jsno 2>err && grep "did you mean .json" err &&
	test_exit 4 crm config set core.busy-timeout=soon 2>err && grep "30, or 5min" err &&
	test_exit 2 crm config set core.colour=never 2>err && grep "did you mean .core.color" err &&
	test_exit 2 crm config set core.color && test_exit 2 crm config set &&
	test_exit 2 crm config set company.zone Europe/Berlin 2>err &&
	grep "hint: write it as company.zone=Europe/Berlin" err &&
	test_exit 3 crm config unset core.color 2>err && grep "core.color is not set in" err &&
	test_exit 2 crm config set core.color=auto company.zone=UTC &&
	test_exit 2 crm config set --user company.zone=UTC &&
	test_exit 2 crm config set core.color=auto --batch-key k &&
	test_exit 3 crm config unset core.color --file my.conf &&
	test_exit 2 crm config unset core.color=never &&
	crm config set core.color=auto -n && test ! -e .config
'

test_expect_success 'a wrong value in a file says where, and what it may be' '
	mkdir -p .config/crm && printf "[core]\n\n\tcolor = blue\n" >$mine &&
	test_exit 4 crm contact list 2>err &&
	grep "$mine: line 3: core.color: .blue. is not auto, always or never" err &&
	test_exit 4 crm contact list --json 2>err && grep "\"line\":3" err &&
	printf "[core]\n\tfromat = csv\n" >$mine &&
	test_exit 4 crm config list 2>err && grep "line 2: unknown setting .core.fromat" err &&
	grep "^hint: did you mean .core.format" err &&
	printf "[company]\n\tzone = UTC\n" >>$mine &&
	crm config unset core.fromat &&
	test_exit 4 crm contact list 2>err && grep "company.zone is kept in the database" err &&
	grep "hint: crm config set company.zone=UTC" err &&
	crm config unset --user company.zone && crm contact list && rm -r .config
'

test_expect_success FILE 'the home folder in a path' '
	(unset CRM_DB && crm -c core.db="~/crm.db" contact count)
'

unshare -Urm true 2>/dev/null && test_set_prereq NAMESPACE
test_expect_success NAMESPACE 'the file of all users' '
	mkdir etc && unshare -Urm sh -c "
		mount --bind etc /etc && crm config set --system core.format=ids &&
		test \$(stat -c %a /etc/crm/config) = 644 &&
		crm config get core.format --show-origin --no-header --csv" >out &&
	test_output core.format,ids,file:/etc/crm/config:2 cat out
'

test_expect_success 'completed' '
	crm complete config set core.f >out && grep "^core.format=	" out &&
	crm complete config set core.format=js >out && grep "^core.format=jsonl" out &&
	crm complete config set company.w >out && grep "^company.week-start=	" out &&
	crm complete config get company.c >out && grep "^company.country	" out &&
	crm complete -- -c core.color= >out && grep "^core.color=never" out
'

test_done
