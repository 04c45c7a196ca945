from setuptools import find_packages, setup

setup(name="reviews", version="0.3", packages=find_packages(), python_requires=">=3.6,<3.8")
