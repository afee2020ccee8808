# What anybody may write: awkward texts for every reader, command lines.
# Both are programs of their own, whose last line is "promise / tried / held".
use strict;
use warnings;

our ($here, $build, $sample, $jobs, $seed);

sub hostile_rows {
	my ($unit, @command) = @_;
	my (@broken, $last);

	open my $p, '-|', @command or die "$command[0]: $!";
	while (<$p>) {
		chomp;
		if (/^not ok \d+ - (.*)/) {
			push @broken, $1;
		} elsif (@broken && /^#\s+(.*)/) {
			$broken[-1] .= "\n  $1";
		}
		$last = $_;
	}
	close $p;
	if (($last // '') =~ m,^(.*) / (\d+) / (\d+)$,) {
		row($1, $2, $3, $unit, @broken);
	} else {
		row("$command[0] ends", 1, 0, $unit, @broken);
	}
}

sub part_hostile {
	my ($every, $lines) = $sample ? (25, 3000) : (1, 100000);

	local $ENV{CRM_BUILD} = $build;
	hostile_rows('texts', "$here/hostile", '--every', $every, '--from', $seed)
	    if wanted('1 MiB of anything');
	hostile_rows('lines', "$here/commands", '-j', $jobs, '-n', $lines,
	    '-s', $seed) if wanted('random command lines');
}

1;
