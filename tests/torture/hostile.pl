# What anybody may write: awkward texts for every reader, command lines.
# Both are programs of their own, whose last line is "promise / tried / held".
use strict;
use warnings;

our ($here, $build, $sample, $jobs, $seed);

require "$here/engine.pl";

# The row of what processes of COMMAND print, each with its own ARGUMENTS.
sub hostile_row {
	my ($where, $unit, $command, @arguments) = @_;
	my ($promise, $tried, $held, @broken) = ("$command ends", 0, 0);
	my @said = at_once(scalar @arguments, sub {
		open my $p, '-|', "$here/$command", @{$arguments[$_[0]]}
		    or die "$command: $!\n";
		my @lines = <$p>;
		close $p;
		return @lines;
	});
	my $ended = 0;

	for (@said) {
		chomp;
		if (/^not ok \d+ - (.*)/ || /^(died: .*)/) {
			push @broken, $1;
		} elsif (@broken && /^#\s+(.*)/) {
			$broken[-1] .= "\n  $1";
		} elsif (m,^(.*) / (\d+) / (\d+)$,) {
			($promise, $tried, $held) = ($1 . $where,
			    $tried + $2, $held + $3);
			$ended++;
		}
	}
	push @broken, 'one did not end' if $ended != @arguments;
	row($promise, $tried || 1, $held, $unit, @broken);
}

# A server makes each command dearer.
sub trying {
	my ($where, $on_server) = @_;
	my $share = $on_server ? 8 : 1;
	my ($every, $lines) = $sample ? (40, 2400) : (1, 100000);

	local $ENV{CRM_BUILD} = $build;
	local $ENV{CRM_TEST_SERVER} = $ENV{CRM_DB} =~ s/.*[?]host=//r
	    if $on_server;
	# Each of these processes takes its share of the texts.
	hostile_row($where, 'texts', 'hostile', map { [ '--every',
	    $every * $share * $jobs, '--from', $seed + $_ * $every * $share
	    ] } 0 .. $jobs - 1) if wanted('1 MiB of anything');
	hostile_row($where, 'lines', 'commands', [ '-j', $jobs, '-n',
	    $lines / $share, '-s', $seed ])
	    if wanted('random command lines');
}

sub part_hostile {
	on_engines(\&trying)
	    if wanted('1 MiB of anything') || wanted('random command lines');
}

1;
