#!/bin/sh
test_description='settings: files, environment, -c, options'
. "$(dirname "$0")/lib/setup.sh"

crm init -q && crm contact add Ada >/dev/null || exit 1
mkdir -p .config/crm

test_expect_success 'the user'\''s file' '
	printf "# mine\n[core]\n\tformat = jsonl ; for jq\n" >.config/crm/config &&
	test_output "{\"id\":1}" crm contact list -o id &&
	XDG_CONFIG_HOME=$PWD/none crm contact list -o id >out &&
	grep "^id$" out
'

test_expect_success 'then --config or CRM_CONFIG, the environment, -c, an option' '
	printf "[core]\nformat = ids\n" >more &&
	test_output 1 crm --config more contact list -o id &&
	(CRM_CONFIG=more && export CRM_CONFIG && test_output 1 crm contact list -o id) &&
	(CRM_FORMAT=tsv && export CRM_FORMAT &&
		crm --config more contact list -o id,name >out &&
		grep "^1	Ada$" out &&
		crm --config more -c core.format=ids contact list -o id >out &&
		echo 1 >expect && test_cmp expect out &&
		test_output "id
1" crm --config more -c core.format=ids contact list -o id --csv)
'

test_expect_success 'the database and the user' '
	crm --db other.db init -q && crm user add login=bob &&
	printf "[core]\ndb = \"%s\"\nuser = bob\n" "$CRM_DB" >both &&
	(unset CRM_DB CRM_USER &&
	crm --config both contact add ByBob &&
	test_output bob crm --config both contact show ByBob -o owner --template "{owner}\n" &&
	test_output 0 crm --config both --db other.db contact count)
'

test_expect_success 'the last -c counts' '
	test_output 1 crm -c core.format=csv -c core.format=ids contact list -o id -w id=1
'

test_expect_success 'what is unknown is an error, and names the nearest' '
	test_exit 2 crm -c core.fromat=csv contact list 2>err &&
	grep "did you mean .core.format" err &&
	test_exit 2 crm -c core.format contact list &&
	printf "[core]\n\n\tfromat = csv\n" >typo &&
	test_must_fail crm --config typo contact list 2>err &&
	grep "typo.*line 3.*core.fromat" err && grep "core.format" err &&
	printf "[core\nformat = csv\n" >broken &&
	test_must_fail crm --config broken contact list 2>err &&
	grep "broken: line 1: " err &&
	test_must_fail crm --config nothere contact list 2>err && grep nothere err &&
	test_exit 2 crm -c core.format=nonsense contact list &&
	test_exit 2 crm -c core.busy-timeout=soon contact list
'

test_expect_success 'the zone: --tz, CRM_TZ, core.tz' '
	CRM_NOW=2026-11-22T23:30:00Z && export CRM_NOW && unset CRM_TZ &&
	today() { crm "$@" opp add X >id && crm opp show "$(cat id)" --csv -o opened --no-header; } &&
	test_output 2026-11-22 today &&
	test_output 2026-11-23 today --tz Europe/Berlin &&
	test_output 2026-11-23 today -c core.tz=Asia/Tokyo &&
	(CRM_TZ=America/New_York && export CRM_TZ &&
	test_output 2026-11-22 today -c core.busy-timeout=5 &&
	test_output 2026-11-23 today --tz Asia/Tokyo)
'

test_expect_success 'a crontab has no HOME' '
	(unset HOME && test_output 1 crm contact count -w name=Ada --csv --no-header)
'

test_done
