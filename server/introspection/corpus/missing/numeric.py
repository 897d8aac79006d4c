"""Heavy libraries, none of which is there."""
from __future__ import annotations

import abc
import argparse

import notthere_numpy as np
import notthere_torch as torch
import notthere_torch.nn as nn
from notthere_torch.utils.data import Dataset

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
EPS = np.finfo(np.float32).eps * 2 + abs(np.pi) @ np.eye(3)
x, y = np.meshgrid(1, 2)
first, *rest = np.split(x, 3)
message = f"{np.mean([1]):.3f} %d %.2f" % (np.max([1]), np.min([1]))
assert torch.__version__ >= "2.0"
torch.manual_seed(0)


class Net(nn.Module, abc.ABC):
    def __init__(self, size: int = np.int64(3)) -> torch.Tensor:
        super(Net, self).__init__()

    @torch.no_grad()
    def forward(self, x: torch.Tensor):
        return x


class Pictures(Dataset[int], extra="forbid"):
    pass


net = Net().to(device)
with torch.inference_mode():
    net(x)
names = sorted(name for name in torch.models.__dict__ if name.islower())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tolerance", type=float, default=np.finfo(float).eps)
    parser.add_argument("--n", type=np.int32, default=5)
    parser.add_argument("--arch", choices=names)
    parser.add_argument("--optimizer", choices=[one for one in torch.optim.names])
    parser.add_argument("--device", type=torch.device, default=device)
    parser.add_argument("--seed", type=int, default=1)
    parser.parse_args()


if __name__ == "__main__":
    main()
