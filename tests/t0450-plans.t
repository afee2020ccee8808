#!/bin/sh
test_description='what is asked for often is found by an index, on a server

Tables are small here, and read as a whole would be quickest; so that is
forbidden, and what no index can answer still shows.'
SERVERS_ONLY='it reads the plans of a server'
. "$(dirname "$0")/lib/setup.sh"

log=$SERVER/data/server.log

# Only the settings of this database change; plans are written to the log.
crm init -q --demo && psql -qX -d "${database:?}" -c 'ANALYZE' &&
for setting in "session_preload_libraries = auto_explain" "enable_seqscan = off" \
	"auto_explain.log_min_duration = 0" "auto_explain.log_level = log"
do
	psql -qX -d "$database" -c "ALTER DATABASE \"$database\" SET $setting" || exit 1
done

# Tables that grow: the others, of some rows, are read at once.
grow='account|activity|address|batch|contact|log|opp|search|stage_change|tag'

# by INDEX COMMAND...: it is answered with INDEX, and reads no table as a whole.
# A plan is written down when the session has ended, of which a command that
# has its rows doesn't wait.
by() {
	index=$1
	shift
	before=$(wc -l <"$log")
	crm "$@" >out 2>err || { cat err; return 1; }
	until test 0 = "$(psql -qXAt -d "$database" -c "SELECT count(*) FROM pg_stat_activity
		WHERE datname = '$database' AND pid <> pg_backend_pid() AND backend_type = 'client backend'")"
	do
		sleep 0.02
	done
	tail -n "+$((before + 1))" "$log" >plans
	! grep -E "Seq Scan on \"?($grow)\"?( |$)" plans && grep -E "using $index |Scan on $index " plans
}

test_expect_success 'one record' '
	email=$(crm contact list -L 1 -o email --csv --no-header) &&
	name=$(crm contact list -L 1 -o name --csv --no-header) &&
	by contact_email_key contact show "$email" && by contact_pkey contact show 17 &&
	by contact_name_key contact show "$name" && by account_name_key account show "$(crm account list -L 1 -o name --csv --no-header)" &&
	crm contact set 3 ext_id=erp:42 -q >/dev/null && by contact_ext_id contact show ext:erp:42
'

test_expect_success 'lists' '
	by contact_pkey contact list -s -id -L 50 && by contact_name_key contact list -L 50 &&
	by contact_account contact list -w account=3 && by opp_owner opp list -w owner=ada &&
	by opp_account opp list -w account=3 && by opp_contact opp list -w contact=3 &&
	by opp_stage opp list -w stage=Proposal && by opp_close_date opp list -w close_date=thismonth &&
	by activity_owner_due activity list -w "owner=ada and due<=today and done_at is null" &&
	grep "Index Cond: .*owner = .* AND (done_at IS NULL) AND .*(due <= " plans &&
	by activity_on activity list -w on=contact:3
'

test_expect_success 'what begins so' '
	by account_name_key account list -w "name ^= no" && grep "Index Cond: .*name_key.* >= .*name_key.* < " plans &&
	by opp_name_key opp list -w "name ^= \"deal 1\"" && grep "Index Cond: .*name_key" plans
'

test_expect_success 'the timeline and the history of one' '
	by activity_on timeline contact:3 && by opp_contact timeline contact:3 &&
	by contact_account timeline account:3 && by activity_on timeline opp:3 &&
	by log_record history contact:3
'

test_expect_success 'search' '
	by search_words search ada lov && by search_words contact list --search ada
'

test_expect_success 'writing, and taking it back' '
	by contact_email_key contact add Nova email=nova@acme.test account=3 &&
	by log_batch undo && by contact_pkey contact set 3 title=Chief && by log_batch undo &&
	by activity_on log call contact:3 Hello && by log_batch undo && by opp_pkey opp move Negotiation 3 &&
	by batch_key contact add Nova --batch-key nova && by batch_key contact add Nova --batch-key nova
'

psql -qX -d postgres -c "ALTER DATABASE \"$database\" RESET ALL"

test_done
