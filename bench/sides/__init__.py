"""What is measured: taskraft on each of its stores, and etcd."""
