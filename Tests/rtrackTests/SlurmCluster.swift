import Platform
import Testing

@testable import rtrack

/// A Slurm of one node on the loopback interface: its own keys, ports and folders, its end with the
/// test.
final class SlurmCluster {
  /// Whether it can be started: its daemons want to be root's.
  static var isThere: Bool {
    Machine.userID == 0
      && ["munged", "slurmctld", "slurmd", "sbatch", "squeue"].allSatisfy { name in
        Child.locate(name, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]) != nil
      }
  }

  private let folder: String
  private let session: Session

  /// Starts it, and lets the session's calls reach it.
  init(for session: Session) throws {
    self.session = session
    folder = Path.join(session.root, "slurm")
    session.environment["SLURM_CONF"] = Path.join(folder, "slurm.conf")
    let path = session.environment["PATH"] ?? ""
    session.environment["PATH"] = "\(path):/usr/sbin:/sbin"
    try session.write(
      Path.join(folder, "make"),
      """
      set -eu
      cd '\(folder)'; mkdir -p state node; host=$(hostname -s)
      head -c 1024 /dev/urandom > key; chmod 400 key
      munged --force --key-file="$PWD/key" --socket="$PWD/munge.sock" --pid-file="$PWD/munged.pid" \\
        --log-file="$PWD/munged.log" --seed-file="$PWD/seed" > /dev/null 2>&1
      port=$(awk -v seed=$$ 'BEGIN { srand(seed); print 30000 + 2 * int(rand() * 1000) }')
      cat > slurm.conf <<CONF
      ClusterName=lab
      SlurmctldHost=$host(127.0.0.1)
      SlurmUser=root
      SlurmdUser=root
      AuthType=auth/munge
      AuthInfo=socket=$PWD/munge.sock
      CredType=cred/munge
      MpiDefault=none
      ProctrackType=proctrack/linuxproc
      TaskPlugin=task/none
      ReturnToService=2
      SlurmctldPidFile=$PWD/slurmctld.pid
      SlurmdPidFile=$PWD/slurmd.pid
      SlurmctldPort=$port
      SlurmdPort=$((port + 1))
      SlurmdSpoolDir=$PWD/node
      StateSaveLocation=$PWD/state
      SlurmctldLogFile=$PWD/slurmctld.log
      SlurmdLogFile=$PWD/slurmd.log
      SwitchType=switch/none
      SchedulerType=sched/backfill
      SelectType=select/cons_tres
      SelectTypeParameters=CR_Core
      AccountingStorageType=accounting_storage/none
      KillWait=5
      CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
      NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
      PartitionName=debug Nodes=$host Default=YES MaxTime=INFINITE State=UP
      CONF
      sed -i 's/^ *//' slurm.conf
      slurmctld; slurmd
      for try in $(seq 100); do
        sinfo -h -o %T 2> /dev/null | grep -q idle && exit; sleep 0.1
      done
      cat slurmctld.log slurmd.log >&2; exit 1
      """)
    let made = try session.call(["sh", Path.join(folder, "make")])
    try #require(made.succeeded, "\(String(decoding: made.output + made.errors, as: UTF8.self))")
    try session.call(["git", "config", "rtrack.cloud.engine", "slurm"])
  }

  deinit {
    for name in ["slurmd", "slurmctld", "munged"] {
      _ = try? session.call([
        "sh", "-c",
        """
        pid=$(cat '\(folder)/\(name).pid') || exit
        kill "$pid"
        for try in $(seq 100); do
          grep -qs '^State:.[RSD]' "/proc/$pid/status" || exit 0; sleep 0.05
        done
        kill -KILL "$pid"
        """,
      ])
    }
  }

  /// Whether its node takes work.
  func takesWork(_ takes: Bool) throws {
    let state = takes ? "RESUME" : "DRAIN"
    try session.call([
      "sh", "-c", "scontrol update NodeName=$(hostname -s) State=\(state) Reason=test",
    ])
  }
}
