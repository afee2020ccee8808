# The databases that tests/bench measures on.
use strict;
use warnings;

our ($dir, $crm, $why);

# N contacts: the CSV files, a database without contacts and opportunities,
# and one with all.
sub make_data {
	my ($n) = @_;
	my $d = "$dir/$n";

	if (!-e "$d/opps.csv" || -M "$d/opps.csv" > -M "$dir/generate") {
		run_to('/dev/null', "$dir/generate", '-n', $n, '-o', $d)
		    or die "$why\n";
	}
	fresh("$d/base.db");
	for my $args ([ 'init' ], [ 'user', 'import', "$d/users.csv" ],
	    [ 'account', 'import', "$d/accounts.csv" ]) {
		run_to('/dev/null', $crm, '-d', "$d/base.db", @$args)
		    or die "crm @$args: $why\n";
	}
	settle("$d/base.db");
	return $d;
}

sub fill {
	my ($d) = @_;

	return if -e "$d/full.db" && -M "$d/full.db" < -M "$d/base.db";
	fresh("$d/new.db", "$d/base.db");
	for my $noun (qw(contact opp)) {
		run_to('/dev/null', $crm, '-d', "$d/new.db", $noun, 'import',
		    "$d/${noun}s.csv") or die "crm $noun import: $why\n";
	}
	settle("$d/new.db");
	rename "$d/new.db", "$d/full.db";
}

1;
