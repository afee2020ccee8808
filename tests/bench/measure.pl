# What tests/bench/run measures and prints with.
use strict;
use warnings;
use File::Copy 'copy';

our ($dir, $errors, %only, $met, $goals, $why);

# ------------------------------------------------------------- measuring

# Run it with its stdout in a file: seconds, seconds of the processors, KiB of
# memory and exit status.  Of a failure, $why says the reason.
sub run_to {
	my ($out, @command) = @_;
	my $pid = open(my $timer, '-|') // die "fork: $!";

	if (!$pid) {
		open STDERR, '>', $errors;
		open STDIN, '<', '/dev/null';
		exec "$dir/timer", $out, @command;
		exit 127;
	}
	my ($wall, $cpu, $kib, $status) = split ' ', <$timer> // '';
	close $timer;
	return { wall => $wall, cpu => $cpu, kib => $kib }
	    if defined $status && !$status;
	$why = (split /\n/, contents($errors))[-1] // "exit status $status";
	return;
}

sub installed {
	my ($program) = @_;

	return !system "command -v $program >/dev/null";
}

sub contents {
	my ($file) = @_;

	open my $f, '<', $file or return '';
	local $/;
	return <$f> // '';
}

# What it prints.
sub ask {
	run_to("$dir/answer", @_) or return;
	chomp(my $answer = contents("$dir/answer"));
	return $answer;
}

sub median {
	my @v = sort { $a <=> $b } @_;

	return @v % 2 ? $v[$#v / 2] : ($v[$#v / 2] + $v[@v / 2]) / 2;
}

# N pairs of A and B, each {run, before, after}; medians.  AFTER is given what
# was measured.
sub pairs {
	my ($n, @sides) = @_;
	my (@all, %r);

	for (1 .. $n) {
		for my $i (0, 1) {
			my $s = $sides[$i];

			$s->{before}->() if $s->{before};
			local $errors = $s->{errors} || $errors;
			my $m = run_to($s->{out} || '/dev/null', @{$s->{run}})
			    or return;
			push @{$all[$i]}, $m;
			$s->{after}->($m) if $s->{after};
		}
	}
	for my $what (qw(wall cpu)) {
		$r{$what} = median(map {
			$all[0][$_]{$what} / ($all[1][$_]{$what} || 1e-6)
		} 0 .. $n - 1);
	}
	$r{mine} = median(map { $_->{wall} } @{$all[0]});
	$r{theirs} = median(map { $_->{wall} } @{$all[1]});
	$r{kib} = median(map { $_->{kib} } @{$all[0]});
	return \%r;
}

sub fresh {
	my ($to, $from) = @_;

	unlink map { "$to$_" } '', '-wal', '-shm', '-journal';
	copy($from, $to) or die "$to: $!\n" if $from;
	# What was just copied shall not be written during a measurement.
	system 'sync', $to if $from;
}

# All of a database is in its own file.
sub settle {
	my ($db) = @_;

	ask('sqlite3', $db, 'PRAGMA wal_checkpoint(TRUNCATE)') // die "$why\n";
}

# -------------------------------------------------------------- printing

sub duration {
	my ($s) = @_;

	return $s < 0.1 ? sprintf '%.2f ms', $s * 1000 : sprintf '%.2f s', $s;
}

sub line {
	my ($number, $work, $mine, $theirs, $figure, $cpu, $goal, $best,
	    $said) = @_;
	printf "%-3s %-44s %9s %9s %8s %5s %6s %7s  %s\n", $number,
	    $work, $mine, $theirs, $figure, $cpu, $goal, $best,
	    $said;
}

sub judge {
	my ($value, $goal, $best) = @_;

	$goals++;
	return 'no' if $value > $goal;
	$met++;
	return defined $best && $value <= $best ? 'yes, best' : 'yes';
}

sub ratio {
	my ($number, $work, $peer, $goal, $best, $r) = @_;

	return missing($number, "$work: $peer", $why) if !$r;
	line($number, "$work: $peer", duration($r->{mine}),
	    duration($r->{theirs}), sprintf('%.2f', $r->{wall}),
	    sprintf('%.2f', $r->{cpu}), $goal // '', $best // '',
	    defined $goal ? judge($r->{wall}, $goal, $best) : '');
}

sub amount {
	my ($number, $work, $unit, $goal, $best, $value) = @_;

	line($number, $work, '', '', sprintf($unit, $value), '', $goal,
	    $best, judge($value, $goal, $best));
}

sub missing {
	my ($number, $work, $reason) = @_;

	printf "%-3s %-44s -  %s\n", $number, $work, $reason;
}

sub wanted {
	my ($number) = @_;

	return !%only || $only{$number};
}

1;
