#!/usr/bin/env bash
#SBATCH --job-name=stn-paper
#SBATCH --array=1-12
#SBATCH --cpus-per-task=1
#SBATCH --mem=4G
#SBATCH --time=24:00:00
#SBATCH --requeue
#SBATCH --signal=TERM@60

# Submit in the root of the repository, on a file system that all nodes share, after
# `npm run build` and `npm run tfjs-node`:
#
#   sbatch docs/paper/slurm.sh
#
# Each task trains its part of the cells. A task that is killed or requeued goes on from its
# checkpoints. Afterwards `npm run paper -- report` collects the results of all tasks.
exec node apps/experiments/dist/paper/main.js \
  --shard "$SLURM_ARRAY_TASK_COUNT" --threads "$SLURM_CPUS_PER_TASK" --out out/paper
