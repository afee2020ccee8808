# What anybody may write: awkward texts for every reader, command lines.
# Both are programs of their own, whose last line is "promise / tried / held".
use strict;
use warnings;

our ($here, $build, $sample, $jobs, $seed);

require "$here/engine.pl";

sub hostile_row {
	my ($where, $unit, @command) = @_;
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
		row($1 . $where, $2, $3, $unit, @broken);
	} else {
		row("$command[0] ends", 1, 0, $unit, @broken);
	}
}

# A server makes each command dearer.
sub trying {
	my ($where, $on_server) = @_;
	my $share = $on_server ? 8 : 1;
	my ($every, $lines) = $sample ? (40, 2400) : (1, 100000);

	local $ENV{CRM_BUILD} = $build;
	local $ENV{CRM_TEST_SERVER} = $ENV{CRM_DB} =~ s/.*[?]host=//r
	    if $on_server;
	hostile_row($where, 'texts', "$here/hostile", '--every',
	    $every * $share, '--from', $seed) if wanted('1 MiB of anything');
	hostile_row($where, 'lines', "$here/commands", '-j', $jobs, '-n',
	    $lines / $share, '-s', $seed) if wanted('random command lines');
}

sub part_hostile {
	on_engines(\&trying)
	    if wanted('1 MiB of anything') || wanted('random command lines');
}

1;
