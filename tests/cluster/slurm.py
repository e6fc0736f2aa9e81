"""A real Slurm on one node, in a folder of its own: controller, node daemon, munge; no systemd, no accounting."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROGRAMS = ("slurmctld", "slurmd", "sbatch", "munged")
CONF = """\
ClusterName=govsim
SlurmctldHost={host}
SlurmUser=root
SlurmctldPort={port}
SlurmdPort={node_port}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CryptoType=crypto/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SchedulerParameters=sched_interval=1,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
NodeName={host} CPUs={cpus} RealMemory={memory_mb} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def install() -> str:
    """Make sure that Slurm is installed; a reason if it is not and cannot be."""
    if all(shutil.which(program) for program in PROGRAMS):
        return "" if os.geteuid() == 0 else "Slurm runs here only as root"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return "Slurm is not installed, and this is not a Debian machine on which we are root"
    for words in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "slurm-wlm", "munge"]):
        quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run(["apt-get", *words], capture_output=True, env=quietly)
    return "" if done.returncode == 0 else f"Slurm cannot be installed: {done.stderr.decode()[-200:]}"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("", 0))
        return one.getsockname()[1]


@contextmanager
def running(folder: Path) -> Iterator[dict[str, str]]:
    """Slurm while the block lasts; the environment its commands need."""
    host = socket.gethostname().split(".")[0]
    for name in ("state", "spool"):
        (folder / name).mkdir(parents=True)
    key = folder / "munge.key"
    key.write_bytes(os.urandom(1024))
    key.chmod(0o400)
    conf = folder / "slurm.conf"
    conf.write_text(
        CONF.format(
            host=host,
            folder=folder,
            port=_free_port(),
            node_port=_free_port(),
            cpus=os.cpu_count(),
            memory_mb=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20 - 100,
        )
    )
    env = os.environ | {"SLURM_CONF": str(conf)}
    files = {"socket": "munge.socket", "key-file": key.name, "pid-file": "munged.pid", "log-file": "munged.log",
             "seed-file": "seed"}  # fmt: skip
    munge = ["munged", "-F", "--force", *(f"--{option}={folder / name}" for option, name in files.items())]
    daemons = [munge, ["slurmctld", "-D", "-f", str(conf)], ["slurmd", "-D", "-f", str(conf), "-N", host]]
    started = []
    try:
        for daemon in daemons:
            started.append(subprocess.Popen(daemon, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            time.sleep(0.7)
        _wait_until_idle(env, folder)
        yield env
    finally:
        subprocess.run(["scancel", "--user=root"], env=env, capture_output=True)
        for process in reversed(started):
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def _wait_until_idle(env: dict[str, str], folder: Path) -> None:
    for _ in range(60):
        done = subprocess.run(["sinfo", "-h", "-o", "%T"], env=env, capture_output=True, text=True)
        if done.stdout.strip() == "idle":
            return
        time.sleep(0.5)
    logs = "\n".join(path.read_text()[-2000:] for path in sorted(folder.glob("*.log")))
    raise RuntimeError(f"Slurm did not come up: {done.stdout} {done.stderr}\n{logs}")
