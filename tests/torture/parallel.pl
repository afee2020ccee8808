# 16 at once: what each adds is there, and none of the increments of one field
# is lost, by a read and a write that asks for the revision that was read.
use strict;
use warnings;
use Time::HiRes qw(time sleep);

our ($crm, $dir, $here, $sample);
require "$here/engine.pl";

my $writers = 16;
my $each = $ENV{TORTURE_WRITES} ? POSIX::ceil($ENV{TORTURE_WRITES} / 50)
    : $sample ? 6 : 500;
# Seconds; a sample runs beside other work, and does not measure.
my $slow = $sample ? 30 : 2;

# Its exit status must be 0: what it printed, and how long it took.
sub timed {
	my ($folder, $times, @command) = @_;
	my $started = time;
	my $status = run_in($folder, {}, $crm, @command, qw(--busy-timeout
	    60));

	push @$times, time - $started;
	die "crm @command: " . ended($status) . ': ' .
	    contents("$folder.err") . "\n" if $status;
	return contents("$folder.out");
}

sub adder {
	my ($w, $folder) = @_;
	my @times;

	mkdir $folder;
	my @ids = map { 'id ' . timed($folder, \@times, qw(contact add),
	    "W$w N$_") =~ s/\n//r } 1 .. $each;
	return (@ids, map { "took $_" } @times);
}

# An id is printed when the record was still as it was read.  Who came too
# late waits a while, longer each time.
sub counter {
	my ($w, $folder) = @_;
	my (@times, @ids);
	my ($tries, $late) = (0, 0);

	mkdir $folder;
	while (@ids < $each && $tries++ < 200 * $each) {
		my $started = time;
		my ($rev, $n) = split /,|\n/, timed($folder, \@times,
		    qw(account show 1 --csv --no-header -o), 'rev,employees');
		my $id = timed($folder, \@times, qw(account set -w),
		    "id = 1 and rev = $rev", 'employees=' . ($n + 1));

		$late = $id eq "1\n" ? 0 : $late + 1;
		push @ids, "id $rev" if !$late;
		sleep rand(2 * $late * (time - $started)) if $late;
	}
	return (@ids, map { "took $_" } @times);
}

# The rows of what SAID: ids, times and what went wrong.
sub judge_times {
	my ($promise, $there, @said) = @_;
	my %ids = map { $_ => 1 } grep { /^id / } @said;
	my @times = sort { $a <=> $b } map { /^took (.*)/ ? $1 : () } @said;
	my $p99 = $times[$#times * 0.99] // 0;
	my $tried = $writers * $each;
	my @bad = grep { /^died/ } @said;

	push @bad, keys(%ids) . ' are different' if keys %ids != $tried;
	row($promise, $tried, $there, 'writes', @bad);
	my $fast = $p99 < $slow ? @times : grep { $_ < $slow } @times;
	row(sprintf('  99 %% below %d s: %.2f s', $slow, $p99), scalar @times,
	    $fast, 'commands');
}

sub running {
	my ($where) = @_;
	my $d = "$dir/files";

	must($d, $crm, qw(account add Counter employees=0));
	my @said = at_once($writers, \&adder);
	judge_times("16 at once: $each adds each$where", must($d, $crm,
	    qw(contact count)) =~ s/\n//r, @said);
	@said = at_once($writers, \&counter);
	judge_times("16 at once: $each increments each$where", must($d, $crm,
	    qw(account show 1 --csv --no-header -o employees)) =~ s/\n//r,
	    @said);
}

sub part_parallel {
	on_engines(\&running) if wanted('16 at once');
}

1;
