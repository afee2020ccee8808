#!/bin/sh
test_description='opportunities move along their pipeline'
. "$(dirname "$0")/lib/setup.sh"

crm init -q || exit 1

deal() {
	crm opp show "$1" -o "$2" --no-header
}
last_change() {
	crm stage_change list -s -id -L 1 --no-header \
		-o opp,from,to,on,by,days,amount,currency
}

test_expect_success 'a new one is at the beginning' '
	crm opp add Big amount=1000 opened=2026-11-01 &&
	test_output Sales,Qualification,2026-11-01,,,100.00,21 \
		deal 1 pipeline,stage,stage_since,won_on,lost_on,weighted_amount,days_in_stage &&
	test_output 0 crm stage_change count
'

test_expect_success 'move, and the move is kept' '
	test_output 1 crm opp move proposal 1 &&
	test_output Proposal,2026-11-22,500.00,0 \
		deal 1 stage,stage_since,weighted_amount,days_in_stage &&
	test_output "Big,Qualification,Proposal,2026-11-22,ada,21,1000.00,EUR" \
		last_change &&
	test_output 4 crm --now 2026-11-26 opp show 1 -o days_in_stage --no-header
'

test_expect_success 'set stage= is the same' '
	crm --now 2026-11-24 opp set 1 stage=Negotiation amount=2000 &&
	test_output "Big,Proposal,Negotiation,2026-11-24,ada,2,2000.00,EUR" \
		last_change &&
	crm --now 2026-11-25 opp set 1 stage=3 &&
	test_output "Big,Negotiation,Proposal,2026-11-25,ada,1,2000.00,EUR" \
		last_change
'

test_expect_success 'where it is already it stays' '
	crm stage_change count >before && crm batch list >batches &&
	test_output 1 crm opp move Proposal 1 &&
	crm opp set 1 stage=Proposal &&
	crm stage_change count >after && test_cmp before after &&
	crm batch list >batches2 && test_cmp batches batches2
'

test_expect_success 'win and lose give the day' '
	crm opp add W amount=10 opened=2026-11-01 && crm opp add L amount=10 opened=2026-11-01 &&
	crm opp win W && crm opp lose L --reason price --on 2026-11-20 &&
	test_output "Won,2026-11-22,,2026-11-22,10.00," \
		deal W stage,won_on,lost_on,stage_since,weighted_amount,days_in_stage &&
	test_output "Lost,,2026-11-20,price,0.00" \
		deal L stage,won_on,lost_on,lost_reason,weighted_amount &&
	test_output 21 deal W age && test_output 19 deal L age &&
	test_output 21 crm --now 2027-01-01 opp show W -o age --no-header
'

test_expect_success 'opened again, neither won nor lost' '
	crm opp move 1 L && test_output "Qualification,,,," \
		deal L stage,won_on,lost_on,lost_reason,days_in_stage ||
	test_output "Qualification,,,,0" \
		deal L stage,won_on,lost_on,lost_reason,days_in_stage &&
	crm opp lose L --reason late && crm opp win L &&
	test_output "Won,2026-11-22,," deal L stage,won_on,lost_on,lost_reason
'

test_expect_success 'days: in the past, not to come' '
	crm opp add D opened=2026-10-01 &&
	crm opp move 2 D --on 2026-10-11 &&
	test_output "D,Qualification,Needs Analysis,2026-10-11,ada,10,," last_change &&
	crm opp win D --on yesterday &&
	test_output 2026-11-21 deal D won_on &&
	test_exit 4 crm opp move 1 D --on tomorrow 2>err && grep "yet to come" err &&
	test_exit 4 crm opp move 1 D --on 2026-13-01 2>err && grep "^crm: on: " err
'

test_expect_success 'no move before the opp was opened, or came to its stage' '
	crm opp add E opened=2026-11-10 &&
	test_exit 4 crm opp move 2 E --on 2026-11-09 2>err &&
	grep "^crm: on: 2026-11-09 is too early: the opp was opened on 2026-11-10" err &&
	test_exit 4 crm opp win E --on 2026-11-01 &&
	crm opp move 2 E --on 2026-11-15 &&
	test_exit 4 crm opp lose E --on 2026-11-14 2>err &&
	grep "the opp came to its stage on 2026-11-15" err &&
	test_output "Needs Analysis,2026-11-15" deal E stage,stage_since &&
	crm opp move 3 E --on 2026-11-15 &&
	test_output "E,Needs Analysis,Proposal,2026-11-15,ada,0,," last_change
'

test_expect_success 'days in a stage are never below nothing' '
	crm --now 2026-11-24 opp add E2 && crm opp move 2 E2 &&
	test_output "E2,Qualification,Needs Analysis,2026-11-22,ada,0,," last_change
'

test_expect_success 'added closed: the close date is the day' '
	crm opp add C1 stage=won close_date=2026-10-10 &&
	test_output "Won,2026-10-10,2026-10-10" deal C1 stage,won_on,stage_since &&
	crm opp add C2 stage=Lost close_date=2027-10-10 &&
	test_output "Lost,2026-11-22" deal C2 stage,lost_on &&
	test_exit 7 crm opp set C1 won_on=2026-01-01 &&
	test_exit 7 crm opp set C1 stage_since=2026-01-01
'

test_expect_success 'a stage of another pipeline is refused' '
	crm pipeline add Renewals && crm stage add Start pipeline=Renewals &&
	crm stage add Done pipeline=Renewals category=won &&
	test_exit 3 crm opp move Start 1 2>err &&
	grep "pipeline .Sales. has no stage .Start." err &&
	grep "^hint: it is a stage of pipeline .Renewals." err &&
	test_exit 3 crm opp set 1 stage=Start &&
	test_exit 4 crm opp set 1 pipeline=Renewals &&
	test_exit 3 crm opp move Nonsense 1 &&
	crm opp set 1 pipeline=Renewals stage=Start &&
	test_output Renewals,Start deal 1 pipeline,stage &&
	crm opp win 1 && test_output Done,2026-11-22 deal 1 stage,won_on &&
	test_exit 3 crm opp lose 1 2>err && grep "no stage that is lost" err
'

test_expect_success 'a new one is in the pipeline of its stage' '
	crm opp add P1 stage=Start && test_output Renewals deal P1 pipeline &&
	crm opp add P2 pipeline=Renewals && test_output Start deal P2 stage &&
	crm opp add P3 stage=Won && test_output Sales deal P3 pipeline &&
	test_exit 4 crm opp set P3 stage=
'

test_expect_success 'a reason is for what is lost' '
	test_exit 2 crm opp win P1 --reason x &&
	test_exit 2 crm opp move 1 P3 --reason x &&
	crm opp move Lost P3 --reason x && test_output x deal P3 lost_reason &&
	crm opp lose P3 --reason y && test_output y deal P3 lost_reason
'

test_expect_success 'many at once, all or none' '
	for i in 1 2 3; do crm opp add M$i >/dev/null; done &&
	test_output "$(crm opp list --ids -w "name^=M")" \
		crm opp move Proposal -w "name^=M" &&
	test_output 3 crm opp count -w "stage=Proposal and name^=M" &&
	test_exit 3 crm opp win M1 M2 99 &&
	test_output 3 crm opp count -w "stage=Proposal and name^=M" &&
	crm opp list --ids -w "name^=M" | crm opp lose - --reason all &&
	test_output 3 crm opp count -w "lost_reason=all" &&
	crm -n opp win M1 2>err && grep "would be: 1 opp won" err &&
	test_output 0 crm opp count -w "stage=Won and name^=M"
'

test_expect_success 'the chance is the stage'\''s unless it has its own' '
	crm opp add Q amount=1000 stage=Negotiation &&
	test_output 750.00 deal Q weighted_amount &&
	crm opp set Q probability=45 && test_output 450.00 deal Q weighted_amount &&
	crm opp move Proposal Q && test_output 450.00 deal Q weighted_amount &&
	crm opp set Q probability= && test_output 500.00 deal Q weighted_amount &&
	crm opp set Q amount=0.01 && test_output 0.01 deal Q weighted_amount &&
	crm opp set Q amount=-0.01 && test_output -0.01 deal Q weighted_amount &&
	crm opp set Q amount= && no_complaints crm opp show Q --template "{weighted_amount}"
'

test_expect_success 'what is in use stays what it is' '
	test_exit 5 crm stage delete Proposal &&
	test_exit 5 crm pipeline delete Sales 2>err && grep "opportunities are in pipeline 1" err &&
	test_exit 5 crm stage set Proposal category=won &&
	test_exit 5 crm stage set Proposal pipeline=Renewals &&
	crm stage set Proposal probability=60 name=Offer &&
	test_output Offer deal Q stage
'

test_expect_success 'a deleted stage takes no more' '
	crm opp add G stage="Needs Analysis" && crm opp delete G &&
	crm opp move Offer -w "stage=\"Needs Analysis\"" &&
	crm stage delete "Needs Analysis" &&
	test_exit 3 crm opp add H stage="Needs Analysis" &&
	test_exit 3 crm opp move 2 Q &&
	test_exit 5 crm opp restore G 2>err && grep "^hint: crm stage restore 2" err &&
	crm stage restore 2 && crm opp restore G &&
	test_exit 5 crm stage add "needs analysis"
'

test_expect_success 'a deleted one does not move' '
	crm opp delete G && test_exit 3 crm opp move 1 G 2>err &&
	grep "it is deleted" err
'

test_done
